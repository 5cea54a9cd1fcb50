"""What all verbs share: the call, vault and passphrase options, opening a session for the length of one verb."""

import argparse
import getpass
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.cli.answer import Answer, Speech
from desktop_app.cli.grammar import wrong
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import Clock, minute
from desktop_app.core.messages import Spoken
from desktop_app.core.progress import Progress
from desktop_app.core.text import normal, unsafe_characters

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

#: A passphrase is one line; more than this is a wrong file descriptor.
_MAX_PASSPHRASE = 4096
#: What the system's C calls take.
_MAX_DESCRIPTOR = 2**31 - 1
#: As long as a name may be on a card.
_MAX_LINE = 60


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a verb."""

    args: argparse.Namespace
    speech: Speech
    clock: Clock

    def say(self, text: str, /, **fields: object) -> str:
        return self.speech.say(text, **fields)

    def said(self, words: Spoken) -> str:
        return self.speech.said(words)


Verb = Callable[[Call], Answer]


def with_vault(parser: argparse.ArgumentParser, *, required: bool = True) -> None:
    """Options of every verb that opens a vault, below the verb's own."""
    group = parser.add_argument_group(marked("group|保险库"))
    group.add_argument("--vault", type=place, required=required, metavar="DIR", help=marked("保险库文件夹"))
    group.add_argument(
        "--older-copy",
        default="",
        metavar="WHY",
        help=marked("打开较旧副本的事由，记入日志"),
    )
    with_passphrase(group)
    with_name(group)
    with_second(group)


def on_vault(family: Any, common: argparse.ArgumentParser, name: str, what: str, act: Verb) -> argparse.ArgumentParser:
    """A verb of a family that opens a vault."""
    made: argparse.ArgumentParser = family.add_parser(name, parents=[common], help=what)
    with_vault(made)
    made.set_defaults(act=act)
    return made


def on_one(family: Any, common: argparse.ArgumentParser, name: str, what: str, act: Verb) -> argparse.ArgumentParser:
    """A verb about one application of a vault."""
    made = on_vault(family, common, name, what, act)
    made.add_argument("id", metavar="ID")
    return made


def with_second(verb: argparse._ActionsContainer) -> None:
    """Options of whatever a second officer may have to stand by."""
    verb.add_argument("--second", type=text, metavar="NAME", help=marked("help|第二人姓名"))
    verb.add_argument("--second-passphrase-fd", type=descriptor, metavar="N",
                      help=marked("从文件描述符读取第二人输入的口令"))  # fmt: skip


def with_name(parser: argparse._ActionsContainer) -> None:
    """Who calls, where a vault has several users."""
    parser.add_argument("--as", dest="as_user", default="", metavar="NAME",
                        help=marked("姓名，保险库有多名用户时填写"))  # fmt: skip


def descriptor(typed: str) -> int:
    number = int(typed)
    if not 0 <= number <= _MAX_DESCRIPTOR:
        raise ValueError(typed)
    return number


def with_passphrase(parser: argparse._ActionsContainer) -> None:
    """A passphrase comes from a prompt or a file descriptor, never from an argument."""
    parser.add_argument(
        "--passphrase-fd",
        type=descriptor,
        metavar="N",
        help=marked("从文件描述符读取口令"),
    )


def passphrase(call: Call) -> str:
    """The passphrase of this call. Raises `Fault(ARGUMENT)` for a descriptor that cannot be read."""
    return secret(call.args.passphrase_fd, call.say("口令："))


def secret(number: int | None, prompt: str, option: str = "--passphrase-fd") -> str:
    """One line that nobody sees: typed at a prompt, or read from the descriptor that `option` named."""
    if number is None:
        return _typed(prompt, option)
    try:
        with os.fdopen(number, "rb") as stream:
            line = stream.readline(_MAX_PASSPHRASE)
        return line.rstrip(b"\r\n").decode("utf-8")
    except (OSError, ValueError):  # among them bytes that are no UTF-8
        raise wrong("从描述符 {number} 读不到 UTF-8 的口令", number=number) from None


def new_passphrase(call: Call) -> str:
    """A passphrase to be set: typed twice at a prompt, because a slip of the hand would lock everybody out."""
    first = passphrase(call)
    if call.args.passphrase_fd is None and _typed(call.say("再输一次：")) != first:
        raise wrong("两次输入的口令不同")
    return first


def _typed(prompt: str, option: str = "--passphrase-fd") -> str:
    """What a person types unseen. Without a terminal it would be seen, or never come."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass(prompt)
    except (getpass.GetPassWarning, EOFError):
        raise wrong("没有终端可以输入，请用 {option}", option=option) from None
    except UnicodeDecodeError:
        raise wrong("输入的口令不是 UTF-8") from None


def text(value: str) -> str:
    """The type of an option that is kept: a line with something in it and nothing that deceives the eye."""
    line = normal(value.strip())
    if not line or len(line) > _MAX_LINE or unsafe_characters(line):
        raise ValueError(value)
    return line


def place(value: str) -> Path:
    """The type of an option that names a file or folder: the empty text would mean the present folder."""
    if not value.strip() or "\0" in value:
        raise ValueError(value)
    return Path(value)


def unlocked(call: Call, typed: str) -> "Session":
    """The vault of this call, open for the user who calls. Raises `Fault`."""
    from desktop_app.desk import keep, opening

    args = call.args
    if opening.is_vault(args.vault) and opening.asks_name(args.vault) and not args.as_user:
        raise wrong("这个保险库有多名用户，请用 --as 写明姓名")
    older = getattr(args, "older_copy", "")
    session = opening.unlock(args.vault, typed, call.clock, name=args.as_user, older=older, progress=_climbing(call))
    if before := keep.clock_before(session):
        late = call.say(
            "本机时钟早于日志最后一条（{before}），日期和期限会出错，请校准时钟。登记照常保存。", before=minute(before)
        )
        print(late, file=sys.stderr, flush=True)
    _tell_exports(call, session)
    return session


def _tell_exports(call: Call, session: "Session") -> None:
    """What was being written when the program was killed."""
    from desktop_app.desk import told_files

    for path in told_files.interrupted(session):
        said = call.say("上次导出“{path}”时程序中断，没写完的已清除，请重新导出。", path=path)
        print(said, file=sys.stderr, flush=True)
    for path in told_files.left(session):
        said = call.say(
            "上次导出“{path}”时程序中断，而它的介质现在不在：那里可能留有明文。请接上介质再打开一次，本程序会清除。",
            path=path,
        )
        print(said, file=sys.stderr, flush=True)


def _climbing(call: Call) -> Progress:
    """Says on standard error what is done to a vault of an older release, a line for each part of it."""
    told = ""

    def report(done: int, total: int, what: str) -> None:
        del done, total
        nonlocal told
        from desktop_app.desk import climbing

        words = climbing.part(what)
        if words is not None and what != told:
            told = what
            print(call.said(words), file=sys.stderr, flush=True)

    return Progress(report)


@contextmanager
def proved(call: Call) -> Iterator[tuple["Session", str]]:
    """The vault of this call, unlocked for the length of the verb, and the passphrase: it proves who acts, too."""
    typed = passphrase(call)
    session = unlocked(call, typed)
    try:
        confirmed_by_second(call, session)
        yield session, typed
    finally:
        lock(session)


def lock(session: "Session") -> None:
    """Close the vault. Ctrl+C counts for nothing meanwhile: what the verb did is done, and is told so."""
    if threading.current_thread() is not threading.main_thread():  # it never arrives there
        session.close()
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in endings()}
    try:
        session.close()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def endings() -> Iterator[signal.Signals]:
    """What ends a verb: Ctrl+C, a session that is over, a terminal that was closed; the last two are not everywhere."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if isinstance(number, signal.Signals):
            yield number


def ends_as_by_ctrl_c() -> None:
    """Give up what is under way, undo its half, lock the vault, whichever signal ends a verb.

    One that somebody told the system to ignore stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in endings():
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def confirmed_by_second(call: Call, session: "Session") -> None:
    """The second officer that the call names types the own passphrase, where an office wants one for some acts."""
    if getattr(call.args, "second", None):
        from desktop_app.desk import formal_print

        prompt = call.say("{second} 的口令：", second=call.args.second)
        formal_print.confirm_second(session, call.args.second, secret(call.args.second_passphrase_fd, prompt))


@contextmanager
def opened(call: Call) -> Iterator["Session"]:
    """The vault of this call, unlocked for the length of the verb."""
    with proved(call) as (session, _):
        yield session
