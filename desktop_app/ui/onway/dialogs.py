"""What is asked for at each station of a package's way: strip, hand-over, arrival, a wrong strip; and the terms."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop_app.core.ids import PackageId
from desktop_app.desk import courier
from desktop_app.desk.courier import Bag, Terms, Way, Witnessed
from desktop_app.desk.session import Session
from desktop_app.domain.words import word
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind

Done = Callable[[], None]
_NUMBER, _NAME = 20, 60


def _open(
    context: Context,
    owner: QWidget,
    words: tuple[str, str, str],
    fields: list[Asked],
    act: Callable[[dict[str, Any]], Callable[[Session], object]],
    done: Done,
) -> AskDialog:
    dialog = AskDialog(context, owner, words, fields, act)
    dialog.done_.connect(lambda _: done())
    dialog.open()
    return dialog


def ask_strip(context: Context, owner: QWidget, package: PackageId, before: str, done: Done) -> AskDialog:
    """The strip that closes the bag; a reason where it takes another's place."""
    fields = [Asked("strip", say("封签号"), begin=before, most=_NUMBER)]
    if before:
        fields.append(Asked("reason", say("更换事由")))
    return _open(
        context,
        owner,
        (
            say("登记封签号"),
            say("贴好封签后，照封签上印的号码填写；同一介质上给同一单位的封装包都用这个封签。"),
            say("登记封签"),
        ),
        fields,
        lambda found: lambda session: courier.put_strip(session, package, found["strip"], found.get("reason", "")),
        done,
    )


def ask_hand_over(context: Context, owner: QWidget, package: PackageId, before: str, done: Done) -> AskDialog:
    """Out of the house: the strip where none is entered yet, the way, and in whose hands."""
    fields = [
        Asked("way", say("递送方式"), Kind.CHOICE, Way.COURIERS, [(one, word(one, language())) for one in Way]),
        Asked("first", say("递送人"), most=_NAME),
        Asked("second", say("另一名递送人"), most=_NAME, hint=say("专送须两人")),
    ]
    if not before:
        fields.insert(0, Asked("strip", say("封签号"), most=_NUMBER))

    def act(found: dict[str, Any]) -> Callable[[Session], object]:
        def handed(session: Session) -> object:
            if found.get("strip"):
                courier.put_strip(session, package, found["strip"])
            return courier.hand_over(session, package, Bag(found["way"], found["first"], found["second"]))

        return handed

    hint = say("涉密载体由两人专送，或走机要交通、机要通信；不得用普通邮政、快递。")
    if before:
        hint += say("封签 {before}。", before=before)
    words = (say("登记交出"), hint, say("登记交出"))
    return _open(context, owner, words, fields, act, done)


def hand_over(context: Context, owner: QWidget, package: PackageId, done: Done) -> None:
    """Look up the strip of a package, then ask in whose hands it leaves."""

    def found(before: str) -> None:
        ask_hand_over(context, owner, package, before, done)

    context.ask(owner, lambda session, _: courier.of(session, package).strip, found)


def put_strip(context: Context, owner: QWidget, package: PackageId, done: Done) -> None:
    """Look up the strip of a package, then ask for the one that closes its bag."""

    def found(before: str) -> None:
        ask_strip(context, owner, package, before, done)

    context.ask(owner, lambda session, _: courier.of(session, package).strip, found)


def ask_arrival(context: Context, owner: QWidget, folder: Path, done: Done) -> AskDialog:
    """As the bag came; nothing is opened before."""
    return _open(
        context,
        owner,
        (
            say("登记到达"),
            say("先看封签是否完好，再照袋上封签填号码，另照另路送达的标签或递送单填一次；两个号码不符即停办。"),
            say("dialogs|登记到达"),
        ),
        [
            Asked("bag", say("袋上的封签号"), most=_NUMBER),
            Asked(
                "said",
                say("标签或递送单上的"),
                most=_NUMBER,
                hint=say("没有的留空，用封条内签的号核对"),
            ),
            Asked("intact", say("封签是否完好"), Kind.CHOICE, None, _strips()),
            Asked("first", say("dialogs|递送人"), most=_NAME),
            Asked("second", say("另一名递送人"), most=_NAME),
        ],
        lambda found: lambda session: courier.arrive(session, folder, Witnessed(**found)),
        done,
    )


def _strips() -> list[tuple[bool | None, str]]:
    """Nothing is chosen beforehand: somebody has to look."""
    return [(None, say("看过再选")), (True, say("strip|完好")), (False, say("破损，或有动过的痕迹"))]


def ask_settle(context: Context, owner: QWidget, package: str, done: Done) -> AskDialog:
    """Why a bag may be opened although its strip was wrong, and who says so."""
    return _open(
        context,
        owner,
        (
            say("处理封签不符"),
            say("查明情况、经批准后才能拆封；事由和批准人记入登记。"),
            say("准予拆封"),
        ),
        [
            Asked("ground", say("查明的情况"), Kind.TEXT),
            Asked("approved_by", say("steps|批准人"), most=_NAME),
        ],
        lambda found: lambda session: courier.settle(session, package, found["ground"], found["approved_by"]),
        done,
    )


def ask_terms(context: Context, owner: QWidget, now: Terms, done: Done) -> AskDialog:
    """After how many days a receipt is overdue; whether arrivals come first."""
    return _open(
        context,
        owner,
        (
            say("回执期限"),
            say("超过期限没有回执的，列入工作台“出了问题”。"),
            say("保存规定"),
        ),
        [
            Asked("days", say("回执期限（天）"), Kind.NUMBER, now.receipt_days),
            Asked("first", say("先登记到达，再拆封"), Kind.TICK, now.arrivals_first),
        ],
        lambda found: lambda session: courier.change_terms(session, Terms(found["days"], found["first"])),
        done,
    )
