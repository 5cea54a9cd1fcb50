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
            say("跟随新密钥", "Follow the new keys"),
            say(
                f"“{new.card.name}”换了密钥，新名片有旧密钥的签名。\n\n旧指纹　{before}\n新指纹　{after}\n\n"
                "请与对方说定确已换钥；跟随以后只向新密钥封装，旧密钥的来件收到新名片启用后第 90 天。"
                "对方没有换钥的，不要跟随：返回，作废这张新名片，并报告保密人员。",
                f"“{new.card.name}” has new keys, and the old ones signed the new card.\n\nOld  {before}\nNew  {after}"
                "\n\nAsk that office whether it did change them. Then nothing is sealed to the old keys any more, and "
                "packages under them are taken for 90 days from the new card's first day. If not, do not follow: "
                "go back, revoke this new card and tell the secrecy officer.",
            ),
            say("跟随新密钥", "Follow the new keys"),
        ),
        [Asked("by", say("与谁、怎样说定", "With whom, and how"), begin=context.opened.user)],
        lambda found: lambda session: successions.follow(session, new.id, found["by"]),
    )
    dialog.done_.connect(lambda _: then())
    dialog.open()
    return dialog
