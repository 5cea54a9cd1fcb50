"""What all verbs share: the call, vault and passphrase options, opening a session for the length of one verb."""

import argparse
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.cli.answer import Answer, Speech
from desktop_app.core.clock import Clock
from desktop_app.core.errors import Code, Fault

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

#: A passphrase is one line; more than this is a wrong file descriptor.
_MAX_PASSPHRASE = 4096


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a verb."""

    args: argparse.Namespace
    speech: Speech
    clock: Clock

    def say(self, zh: str, en: str) -> str:
        return self.speech.say(zh, en)


Verb = Callable[[Call], Answer]


def with_vault(parser: argparse.ArgumentParser) -> None:
    """Options of every verb that opens a vault."""
    parser.add_argument("--vault", type=Path, required=True, metavar="DIR", help="保险库文件夹 / the vault's folder")
    with_passphrase(parser)


def with_passphrase(parser: argparse.ArgumentParser) -> None:
    """A passphrase comes from a prompt or a file descriptor, never from an argument."""
    parser.add_argument(
        "--passphrase-fd", type=int, metavar="N", help="从文件描述符读取口令 / read the passphrase from a descriptor"
    )


def passphrase(call: Call) -> str:
    """The passphrase of this call. Raises `Fault(ARGUMENT)` for a descriptor that cannot be read."""
    number = call.args.passphrase_fd
    if number is None:
        return getpass.getpass(call.say("口令：", "Passphrase: "))
    try:
        with os.fdopen(number, "rb") as stream:
            line = stream.readline(_MAX_PASSPHRASE)
        return line.rstrip(b"\r\n").decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Fault(Code.ARGUMENT, detail=f"--passphrase-fd {number}") from None


@contextmanager
def opened(call: Call) -> Iterator["Session"]:
    """The vault of this call, unlocked for the length of the verb."""
    from desktop_app.desk import session as sessions

    session = sessions.unlock(call.args.vault, passphrase(call), call.clock)
    try:
        yield session
    finally:
        session.close()
