"""The program as a screen reader has it: an X server, a message bus and the accessibility registry, all of the test's own.

What is read and done here goes over the bus to another process; nothing of Qt or of ours is called.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, MatchRule, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import Message

from tests.support.processes import started, until
from tests.support.secret_service import bus

_PROGRAMS = ("Xvfb", "dbus-daemon", "setpriv")
_REGISTRY_PROGRAM = next(
    (path for path in (Path("/usr/libexec/at-spi2-registryd"), Path("/usr/lib/at-spi2-core/at-spi2-registryd")) if path.exists()),
    Path("/usr/libexec/at-spi2-registryd"),
)
_REGISTRY = "org.a11y.atspi.Registry"
_ROOT = "/org/a11y/atspi/accessible/root"
_SECONDS = 20
#: What a reader listens to: where the keyboard is, what is said unasked.
_EVENTS = ("object:state-changed:focused", "object:announcement")
#: XTest by key symbol (AtspiKeySynthType).
_SYM, _STRING = 3, 4
FOCUSED, SHOWING, EDITABLE = 12, 25, 7


def missing() -> str:
    """Why it cannot be tried here; empty when it can."""
    absent = [name for name in _PROGRAMS if shutil.which(name) is None]
    absent += [] if _REGISTRY_PROGRAM.exists() else ["at-spi2-registryd"]
    return f"not installed: {', '.join(absent)}" if absent else ""


#: Skipped where the programs are missing, unless they must be there (`.ci/run`).
needed = pytest.mark.skipif(bool(missing()) and "FENGJUAN_REAL_READER" not in os.environ, reason=missing() or "-")


@dataclass(frozen=True)
class Node:
    """Something that the program tells of itself."""

    sender: str
    path: str


class Reader:
    """Reads the tree of the one program on the bus, acts on it, and hears its events."""

    def __init__(self, connection: DBusConnection) -> None:
        self._bus = connection
        self.heard: list[tuple[str, str, str]] = []  # what kind, from which path, what words

    def _call(self, node: Node, interface: str, method: str, signature: str = "", *body: object) -> Any:
        address = DBusAddress(node.path, node.sender, f"org.a11y.atspi.{interface}")
        message = new_method_call(address, method, signature or None, body if signature else ())
        return self._answer(message)

    def _answer(self, message: Message) -> Any:
        reply = self._bus.send_and_get_reply(message, timeout=_SECONDS)
        return reply.body[0] if reply.body else None

    def _property(self, node: Node, interface: str, name: str) -> Any:
        address = DBusAddress(node.path, node.sender, f"org.a11y.atspi.{interface}")
        return self._answer(Properties(address).get(name))[1]

    def listen(self) -> None:
        """Before the program starts: it tells only what somebody asked for."""
        for event in _EVENTS:
            self._call(Node(_REGISTRY, "/org/a11y/atspi/registry"), "Registry", "RegisterEvent", "sass", event, [], "")
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object")
        self._answer(message_bus.AddMatch(rule))
        self._filter = self._bus.filter(rule, bufsize=4000)
        self._queue = self._filter.__enter__()

    def hear(self) -> list[tuple[str, str, str]]:
        """What was said and where the keyboard went since the beginning."""
        self._answer(message_bus.GetId())  # takes in everything that has come
        while self._queue:
            one = self._queue.popleft()
            fields = {key.name: value for key, value in one.header.fields.items()}
            self.heard.append((fields["member"], fields["path"], str(one.body[3][1])))
        return self.heard
