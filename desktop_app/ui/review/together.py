"""Signing many steps together: who signs proves it once, says what is said of all, and sees what was left."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import review_batch
from desktop_app.desk.review_batch import Signed, Together
from desktop_app.domain.kinds import Desk
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.confirming import confirmed
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind

#: As many of those left unsigned are told of by name.
_NAMED = 3


def ask(context: Context, owner: QWidget, applications: Sequence[ApplicationId], on_signed: Callable[[], None]) -> None:
    """Ask for the passphrase where it is due, then for the words; sign, and say what became of each."""
    title = say("批量签署 {applications} 份", applications=len(applications))

    def told(found: tuple[Signed, ...]) -> None:
        tell = context.caution if any(one.fault is not None for one in found) else context.note
        tell(outcome_words(found))
        on_signed()

    def words() -> None:
        dialog = AskDialog(
            context,
            owner,
            (
                title,
                say("已经答复的要点和已写的意见不改；缺项的、被岗位或规定挡住的不签，其余签署。"),
                say("签署"),
            ),
            _fields(context),
            lambda said: lambda session: review_batch.sign(session, applications, _together(said), Progress()),
        )
        dialog.done_.connect(told)
        dialog.open()

    confirmed(context, owner, title, words, lambda: None)


def _fields(context: Context) -> list[Asked]:
    fields = [
        Asked("text", say("审核意见"), Kind.TEXT, say("同意上报。")),
        Asked("reviewer", say("审核人"), begin=context.opened.user, most=60),
        Asked("on", say("审核日期"), Kind.DAY, context.today),
        Asked("met", say("未答复的要点都符合"), Kind.TICK),
        Asked("sealed", say("纸件已签字盖章"), Kind.TICK),
    ]
    if context.opened.office.desk is Desk.UNIT:
        words = say("已结合考核并作出承诺")
        fields.append(Asked("committed", words, Kind.TICK))
    return fields


def _together(said: dict[str, Any]) -> Together:
    return Together(
        text=str(said["text"]).strip(),
        reviewer=str(said["reviewer"]).strip(),
        on=said["on"],
        sealed=bool(said["sealed"]),
        met=bool(said["met"]),
        committed=bool(said.get("committed", False)),
    )


def outcome_words(found: Sequence[Signed]) -> str:
    """How many were signed, and of what was left the first few names with each reason."""
    left = [one for one in found if one.fault is not None]
    head = say("已签署 {found} 份。", found=len(found) - len(left))
    if not left:
        return head
    reasons: dict[str, list[str]] = {}
    for one in left:
        if one.fault is not None:
            reasons.setdefault(sentence(one.fault), []).append(one.name)
    told = [say("{who}：{why}", who=_names(names), why=why) for why, names in reasons.items()]
    more = say("……") if len(told) > _NAMED else ""
    return head + say("{left} 份没有签署：", left=len(left)) + "".join(told[:_NAMED]) + more


def _names(names: Sequence[str]) -> str:
    """The first few of those that one reason holds for."""
    first = say("、").join(names[:_NAMED])
    return first if len(names) <= _NAMED else say("{first} 等 {count} 份", first=first, count=len(names))
