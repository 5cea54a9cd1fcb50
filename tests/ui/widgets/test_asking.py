"""A small window that asks: what is typed has room beside labels of any length."""

from pytestqt.qtbot import QtBot

from desktop_app.ui.shell import Shell
from desktop_app.ui.widgets.asking import AskDialog, Asked


def test_a_long_label_leaves_its_neighbours_room_to_type(qtbot: QtBot, desk_window: Shell) -> None:
    assert desk_window.context is not None
    long = "Proofs of achievements, awards, projects and transfers since the present post"
    asked = [Asked("by", "Brought by"), Asked("proofs", long)]
    dialog = AskDialog(desk_window.context, desk_window, ("Title", "", "Act"), asked, lambda _: lambda session: None)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    assert {name for name, field in dialog.fields.items() if field.width() < 240} == set()
    assert dialog.width() < 640
    dialog.close()
