"""Before a package goes onto a medium: who asked for the medium and who approved it, then which one it is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.domain.makings import Making
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.widgets import files
from desktop_app.ui.widgets.asking import AskDialog, Asked
from desktop_app.ui.widgets.makers import LONGEST

Chosen = Callable[[Path, Making], None]


def onto_medium(context: Context, owner: QWidget, title: str, on_medium: Chosen) -> AskDialog:
    """Ask both; `on_medium` gets the folder chosen and what goes into the register of makings."""

    def where(making: Making) -> None:
        files.folder(owner, title, lambda folder: on_medium(folder, making))

    dialog = AskDialog(
        context,
        owner,
        (title, say("介质上要登记由谁申请制作、由谁审批；没有的可以留空。"), say("选择介质…")),
        [
            Asked("applicant", say("makers|制作申请人"), begin=context.opened.user, most=LONGEST),
            Asked("approved_by", say("makers|制作审批人"), most=LONGEST, hint=say("填入制作登记簿")),
        ],
        lambda told: lambda _: Making(applicant=told["applicant"], approved_by=told["approved_by"]),
    )
    dialog.done_.connect(where)
    dialog.open()
    return dialog
