"""Policy packs in an officer's hands: import, choose, compare, export; and a draft that is moved on purpose."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.messages import Language
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.desk import kept_packs, policy_files, submit
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.status import Status
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.applications.moving import MoveDialog
from desktop_app.ui.language import speak
from desktop_app.ui.packs.differences import DifferenceDialog
from desktop_app.ui.packs.screen import PacksScreen
from desktop_app.ui.policy.screen import PolicyScreen
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.shell import Shell
from tests.support import packs
from tests.ui.acting import go, idle, press
from tests.ui.test_walk import unnamed

Shots = Callable[[QWidget, str], None]
LATER = "2026-08-30"


def doing(qtbot: QtBot, shell: Shell, act: Callable[[Session], object]) -> object:
    """Something at the desk, on the database thread."""
    found: list[object] = []
    assert shell.context is not None
    shell.context.ask(shell, lambda session, _: act(session), found.append)
    idle(qtbot, shell)
    return found[0]


def signed(qtbot: QtBot, shell: Shell, folder: Path) -> Path:
    """A file that this desk signed."""
    out = folder.with_suffix(".fjpolicy")
    doing(qtbot, shell, lambda session: policy_files.export_folder(session, str(folder), out))
    return out


def at(qtbot: QtBot, shell: Shell, digest: str = "") -> PacksScreen:
    return go(qtbot, shell, Place(ScreenKey.PACKS, digest), PacksScreen)


def shown(screen: PacksScreen) -> list[list[str]]:
    return [
        [screen.table.item(row, side).text() for side in range(screen.table.columnCount())]
        for row in range(screen.table.rowCount())
    ]


def opened_dialog(kind: type[QDialog]) -> QDialog:
    return next(w for w in QApplication.topLevelWidgets() if type(w) is kind and w.isVisible())


def note(shell: Shell) -> str:
    assert shell.desk is not None
    return " ".join(label.text() for label in shell.desk.findChildren(QWidget) if hasattr(label, "text"))


def test_import_choose_and_go_back(qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots) -> None:
    policy = go(qtbot, desk_window, Place(ScreenKey.POLICY), PolicyScreen)
    policy.packs_button.click()
    idle(qtbot, desk_window)
    screen = at(qtbot, desk_window)
    assert shown(screen) == [["现行", "2026", "hohhot-2026 2026.1", "随程序安装", "—", "0"]]
    assert not screen.detail.use_button.isVisible()
    assert not screen.detail.compare_button.isEnabled()
    made = doing(qtbot, desk_window, lambda session: drafts.take_in(session, resource("demo", "county_teacher.json")))
    second = signed(qtbot, desk_window, packs.edition(tmp_path / "second", "2026.2", closes=LATER))
    third = signed(qtbot, desk_window, packs.edition(tmp_path / "other", "2026.9", pack="baotou-2026"))
    next_year = signed(qtbot, desk_window, packs.year(tmp_path / "hohhot-2027", 2027))
    for path in (third, second, next_year):
        screen.take_in(path)
        idle(qtbot, desk_window)
    assert [row[:3] for row in shown(screen)] == [
        ["待启用", "2027", "hohhot-2027 2027.0"],
        ["现行", "2026", "hohhot-2026 2026.2"],
        ["备用", "2026", "hohhot-2026 2026.1"],
        ["备用", "2026", "baotou-2026 2026.9"],
    ]
    assert [row[5] for row in shown(screen)] == ["0", "0", "1", "0"]
    assert shown(screen)[1][3:5] == ["呼和浩特市青城测绘地理信息中心", "2026-06-01"]
    assert unnamed(screen) == []
    screen.table.selectRow(1)
    assert "最新版次" in screen.detail.state.text()
    shots(desk_window, "packs")
    screen.table.selectRow(3)
    press(qtbot, screen, "设为现行…")
    press(qtbot, opened_dialog(QDialog), "设为现行")
    idle(qtbot, desk_window)
    assert shown(screen)[1][2] == "baotou-2026 2026.9"
    assert screen.place().subject == screen._rows[1].policy.digest
    assert "陆怀谷 于 2026-06-01 10:00 选定" in screen.detail.state.text()
    shots(desk_window, "packs_chosen")
    press(qtbot, screen, "改回最新版次…")
    press(qtbot, opened_dialog(QDialog), "改回最新版次")
    idle(qtbot, desk_window)
    assert shown(screen)[1][2] == "hohhot-2026 2026.2"
    chosen = doing(qtbot, desk_window, lambda session: session.vault.audit.count(Act.POLICY_CHOSEN))
    assert chosen == 2
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, str(made)), EditorScreen)
    assert editor.draft is not None
    assert editor.draft.pack.head.edition == "2026.1"


def test_what_is_no_good_is_said_and_the_same_pack_again_too(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    screen = at(qtbot, desk_window)
    path = signed(qtbot, desk_window, packs.edition(tmp_path / "second", "2026.2"))
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b'"edition":"2026.2"', b'"edition":"2026.3"'))
    screen.take_in(path)
    idle(qtbot, desk_window)
    assert "政策包的签名不对" in note(desk_window)
    assert len(shown(screen)) == 1
    shots(desk_window, "packs_refused")
    path.write_bytes(whole)
    for _ in range(2):
        screen.take_in(path)
        idle(qtbot, desk_window)
    assert "以前已有，没有改动" in note(desk_window)
    assert len(shown(screen)) == 2


def test_two_packs_are_compared_in_words_and_one_is_exported(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    screen = at(qtbot, desk_window)
    screen.take_in(signed(qtbot, desk_window, packs.year(tmp_path / "hohhot-2027", 2027)))
    idle(qtbot, desk_window)
    press(qtbot, screen, "看不同")
    idle(qtbot, desk_window)
    dialog = opened_dialog(DifferenceDialog)
    assert isinstance(dialog, DifferenceDialog)
    rows = [[dialog.table.item(r, c).text() for c in range(4)] for r in range(dialog.table.rowCount())]
    assert any("2026-" in before and "2027-" in after for _, _, before, after in rows)
    assert unnamed(dialog) == []
    shots(dialog, "packs_differences")
    dialog.accept()
    out = tmp_path / "out.fjpolicy"
    screen.save_to(out)
    idle(qtbot, desk_window)
    assert out.read_bytes() == (tmp_path / "hohhot-2027.fjpolicy").read_bytes()


def test_a_draft_under_the_same_edition_before_its_revision_is_told_apart(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path
) -> None:
    """What the program was replaced by may bear the pack in other words and under the same number."""
    draft = drafts.take_in
    made = str(doing(qtbot, desk_window, lambda session: draft(session, resource("demo", "county_teacher.json"))))
    revised = packs.edition(tmp_path / "b", "2026.1", closes=LATER)
    doing(qtbot, desk_window, lambda session: packs.taken_in(session, revised))
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, made), EditorScreen)
    assert "按修订前的 2026.1 版政策" in editor.header._what.text()


def test_a_draft_is_moved_after_the_differences_were_shown(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots
) -> None:
    made = str(
        doing(qtbot, desk_window, lambda session: drafts.take_in(session, resource("demo", "county_teacher.json")))
    )
    doing(
        qtbot,
        desk_window,
        lambda session: packs.taken_in(session, packs.edition(tmp_path / "b", "2026.2", closes=LATER)),
    )
    doing(qtbot, desk_window, lambda session: packs.taken_in(session, packs.year(tmp_path / "hohhot-2027", 2027)))
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, made), EditorScreen)
    assert "按 2026.1 版政策（现行 2026.2）" in editor.header._what.text()
    shots(desk_window, "packs_editor_older")
    editor.header.move_action.trigger()
    idle(qtbot, desk_window)
    dialog = opened_dialog(MoveDialog)
    assert isinstance(dialog, MoveDialog)
    dialog.choice.setCurrentIndex(dialog.choice.findText("hohhot-2026 2026.2", flags=Qt.MatchFlag.MatchContains))
    idle(qtbot, desk_window)
    assert any(LATER in dialog.table.item(row, 3).text() for row in range(dialog.table.rowCount()))
    assert unnamed(dialog) == []
    shots(dialog, "packs_move")
    press(qtbot, dialog, "改按此包")
    idle(qtbot, desk_window)
    assert editor.draft is not None
    assert editor.draft.pack.head.edition == "2026.2"
    assert "版政策" not in editor.header._what.text()
    window = editor.draft.assessment().window
    assert window is not None
    assert window.last.isoformat() == LATER
    met = doing(qtbot, desk_window, lambda session: submit.would_meet(session, editor.application))
    assert met == editor.draft.assessment()


def test_a_submitted_version_shows_its_own_pack_and_cannot_be_moved(
    qtbot: QtBot, desk_window: Shell, tmp_path: Path
) -> None:
    def prepared(session: Session) -> str:
        made = drafts.take_in(session, resource("demo", "county_teacher.json"))
        pack = kept_packs.of_application(session, made).pack
        with session.vault.act(Act.APPLICATION_SUBMITTED, {"application": made}):
            content = drafts.load(session, made).draft
            session.vault.versions.add(made, content, "陆怀谷", policy=kept_packs.reference(pack))
            session.vault.applications.set_status(made, Status.SUBMITTED)
        packs.taken_in(session, packs.edition(tmp_path / "second", "2026.2", closes=LATER))
        return made

    made = str(doing(qtbot, desk_window, prepared))
    editor = go(qtbot, desk_window, Place(ScreenKey.EDITOR, made), EditorScreen)
    assert editor.draft is not None
    assert editor.draft.pack.head.edition == "2026.1"
    assert not editor.header.move_action.isVisible()
    assert "按 2026.1 版政策" in editor.header._what.text()


def test_in_english(qtbot: QtBot, desk_window: Shell, tmp_path: Path, shots: Shots) -> None:
    speak(Language.EN)
    try:
        screen = at(qtbot, desk_window)
        screen.take_in(signed(qtbot, desk_window, packs.edition(tmp_path / "second", "2026.2", closes=LATER)))
        idle(qtbot, desk_window)
        assert shown(screen)[0][0] == "in force"
        assert unnamed(screen) == []
        for words in (screen.counted, screen.detail.state, screen.detail.origin):
            assert not any(
                "\u4e00" <= c <= "\u9fff"
                for c in words.text().replace("呼和浩特市青城测绘地理信息中心", "").replace("陆怀谷", "")
            )
        shots(desk_window, "packs_english")
    finally:
        speak(Language.ZH)
