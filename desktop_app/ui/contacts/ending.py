"""A contact's keys end: because somebody said so, or by their signed statement."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop_app.desk import contacts, revocations
from desktop_app.desk.revocations import Ended
from desktop_app.desk.session import Session
from desktop_app.domain.records import Contact
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind


def ask(context: Context, parent: QWidget, contact: Contact, then: Callable[[Ended], None]) -> None:
    """Why and from when."""
    dialog = AskDialog(
        context,
        parent,
        (
            say("作废名片"),
            say(
                "作废“{card}”的名片后，不能再封装给它。自所写日期起封装的包不再接收，以前的接收时提示。",
                card=contact.card.name,
            ),
            say("作废名片"),
        ),
        [
            Asked("reason", say("ending|理由")),
            Asked("on", say("自哪一日起"), Kind.DAY, begin=context.today),
        ],
        lambda found: lambda session: revocations.say(session, contact.id, found["reason"], found["on"]),
    )
    dialog.done_.connect(then)
    dialog.open()


def taken_in(session: Session, path: Path) -> Contact | Ended:
    """What a file from another desk brings: a card, or the end of one."""
    if revocations.looks_like(contacts.untrusted_file(path)):
        return revocations.take_file(session, path)
    return contacts.take_in(session, path)


def said(contact: Contact) -> str:
    """What was entered."""
    day = contact.standing.revoked_on
    return say(
        "“{card}”的密钥 {key_id} 自 {day} 起作废，已登记。", card=contact.card.name, key_id=contact.key_id, day=day
    )


def doubt(contact: Contact) -> str:
    """The successor has to be compared anew."""
    return say(
        "“{card}”的新密钥 {key_id} 是凭旧密钥信任的，已退回未核对，请重新核对指纹。",
        card=contact.card.name,
        key_id=contact.key_id,
    )
