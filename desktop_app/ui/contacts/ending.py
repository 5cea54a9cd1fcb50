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
            say("作废名片", "Revoke the card"),
            say(
                f"作废“{contact.card.name}”的名片后，不能再封装给它。自所写日期起封装的包不再接收，以前的接收时提示。",
                f"Nothing will be sealed to “{contact.card.name}”. What was sealed from the day on is refused, what "
                "was sealed before comes in with a warning.",
            ),
            say("作废名片", "Revoke the card"),
        ),
        [
            Asked("reason", say("理由", "Why")),
            Asked("on", say("自哪一日起", "From which day"), Kind.DAY, begin=context.today),
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
        f"“{contact.card.name}”的密钥 {contact.key_id} 自 {day} 起作废，已登记。",
        f"The keys {contact.key_id} of “{contact.card.name}” are revoked from {day}.",
    )


def doubt(contact: Contact) -> str:
    """The successor has to be compared anew."""
    return say(
        f"“{contact.card.name}”的新密钥 {contact.key_id} 是凭旧密钥信任的，已退回未核对，请重新核对指纹。",
        f"The new keys {contact.key_id} of “{contact.card.name}” were trusted on the word of the old: compare anew.",
    )
