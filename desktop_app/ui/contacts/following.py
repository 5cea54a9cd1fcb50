"""Following a contact's new keys: both fingerprints are seen, and one confirmation is enough."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.desk import contacts, successions
from desktop_app.domain.records import Contact
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.widgets.asking import AskDialog, Asked


def ask(context: Context, parent: QWidget, new: Contact, old: Contact, then: Callable[[], None]) -> AskDialog:
    """Show what changes, and ask who confirms it."""
    before, after = contacts.fingerprint(old), contacts.fingerprint(new)
    dialog = AskDialog(
        context,
        parent,
        (
            say("跟随新密钥"),
            say(
                "“{card}”换了密钥，新名片有旧密钥的签名。\n\n旧指纹　{before}\n新指纹　{after}\n\n请与对方说定"
                "确已换钥；跟随以后只向新密钥封装，旧密钥的来件收到新名片启用后第 90 天。对方没有换钥的，"
                "不要跟随：返回，作废这张新名片，并报告保密人员。",
                card=new.card.name,
                before=before,
                after=after,
            ),
            say("跟随新密钥"),
        ),
        [Asked("by", say("与谁、怎样说定"), begin=context.opened.user)],
        lambda found: lambda session: successions.follow(session, new.id, found["by"]),
    )
    dialog.done_.connect(lambda _: then())
    dialog.open()
    return dialog
