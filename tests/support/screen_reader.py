"""The program as a screen reader has it: an X server, a bus and the accessibility registry, all of the test's own.

What is read and done goes over the bus to another process: nothing of Qt or of ours is called.
"""

import contextlib
import itertools
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, MatchRule, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import Message, MessageType

from tests.support.patience import AT_MOST_S, until
from tests.support.processes import started
from tests.support.secret_service import bus

_PROGRAMS = ("Xvfb", "openbox", "dbus-daemon", "setpriv")
_PLACES = (Path("/usr/libexec/at-spi2-registryd"), Path("/usr/lib/at-spi2-core/at-spi2-registryd"))
_DAEMON = next((path for path in _PLACES if path.exists()), _PLACES[0])
_REGISTRY = "org.a11y.atspi.Registry"
#: What a reader listens to: where the keyboard is, what was chosen, and what is said unasked.
_EVENTS = ("object:state-changed:focused", "object:state-changed:selected", "object:announcement")
#: How the registry makes key strokes: by symbol, a whole text, a modifier held and let go.
_SYMBOL, _TEXT, _HOLD, _LET_GO = 3, 4, 5, 6
_SELECTED, _SHOWING = 23, 25
_CONTROL = 1 << 2  # X's mask
RETURN, PAGE_DOWN, LEFT, BACK = 0xFF0D, 0xFF56, 0xFF51, 0xFF08


def missing() -> str:
    """Why it cannot be tried here; empty when it can."""
    absent = [name for name in _PROGRAMS if shutil.which(name) is None]
    absent += [] if _DAEMON.exists() else ["at-spi2-registryd"]
    return f"not installed: {', '.join(absent)}" if absent else ""


#: Skipped where the programs are missing, unless they must be there (`.ci/run`).
needed = pytest.mark.skipif(bool(missing()) and "FENGJUAN_REAL_READER" not in os.environ, reason=missing() or "-")


class Gone(Exception):
    """What was asked is no longer there: screens are made anew."""


@dataclass(frozen=True)
class Node:
    """Something that a program tells of itself."""

    sender: str
    path: str


class Reader:
    """Reads the tree of the one program on the bus, types, and hears its events."""

    def __init__(self, connection: DBusConnection) -> None:
        self._bus = connection
        self._keys = Node(_REGISTRY, "/org/a11y/atspi/registry/deviceeventcontroller")
        self.said: list[str] = []
        self.chosen = 0  # how often it was told that something is chosen now
        self._focus: Node | None = None
        registry = Node(_REGISTRY, "/org/a11y/atspi/registry")
        for event in _EVENTS:  # a program tells only what somebody asked for
            self._call(registry, "Registry", "RegisterEvent", "sass", event, [], "")
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object")
        self._answer(message_bus.AddMatch(rule))
        self._queue = connection.filter(rule, bufsize=10_000).__enter__()

    # --- reading ------------------------------------------------------------------------------------------------

    def name(self, node: Node) -> str:
        return str(self._property(node, "Accessible", "Name"))

    def description(self, node: Node) -> str:
        return str(self._property(node, "Accessible", "Description"))

    def role(self, node: Node) -> str:
        return str(self._call(node, "Accessible", "GetRoleName"))

    def children(self, node: Node) -> list[Node]:
        return [Node(*one) for one in self._call(node, "Accessible", "GetChildren")]

    def selected(self, node: Node) -> bool:
        """Whether it is the chosen one among its like."""
        return bool(self._call(node, "Accessible", "GetState")[0] >> _SELECTED & 1)

    def caret(self, node: Node) -> int:
        """Before which letter the keyboard stands."""
        return int(self._property(node, "Text", "CaretOffset"))

    def find(self, role: str, name: str) -> Node:
        """What is on show, by role and the beginning of its name; waits for it."""
        found: list[Node] = []

        def look() -> bool:
            with contextlib.suppress(Gone):
                for frame in self._frames():
                    found.extend(itertools.islice(self._among(frame, role, name), 1))
            return bool(found)

        try:
            until(look)
        except AssertionError:
            shown = [f"{self.role(one)} {self.name(one)}" for frame in self._frames() for one in self._walk(frame)]
            pytest.fail(f"no {role} {name}: {[one for one in shown if not one.endswith(' ')]}")
        return found[0]

    def _frames(self) -> list[Node]:
        programs = self.children(Node(_REGISTRY, "/org/a11y/atspi/accessible/root"))
        return [frame for program in programs for frame in self.children(program)]

    def _walk(self, node: Node) -> Iterator[Node]:
        """All that is on show; tables are not entered, for theirs is asked of them."""
        if not self._call(node, "Accessible", "GetState")[0] >> _SHOWING & 1:
            return
        yield node
        if self.role(node) != "table":
            for child in self.children(node):
                yield from self._walk(child)

    def _among(self, node: Node, role: str, name: str) -> Iterator[Node]:
        return (one for one in self._walk(node) if self.role(one) == role and self.name(one).startswith(name))

    # --- doing --------------------------------------------------------------------------------------------------

    def focus(self, node: Node) -> None:
        assert self._call(node, "Component", "GrabFocus")

    def type(self, text: str) -> None:
        self._call(self._keys, "DeviceEventController", "GenerateKeyboardEvent", "isu", 0, text, _TEXT)

    def press(self, symbol: int, *, control: bool = False) -> None:
        strokes = [(symbol, _SYMBOL)]
        if control:
            strokes = [(_CONTROL, _HOLD), *strokes, (_CONTROL, _LET_GO)]
        for key, way in strokes:
            self._call(self._keys, "DeviceEventController", "GenerateKeyboardEvent", "isu", key, "", way)

    # --- hearing ------------------------------------------------------------------------------------------------

    def hears(self, words: str) -> bool:
        """Whether this was said unasked since the beginning; waits for it."""
        return self._waited(lambda: any(words in one for one in self.said))

    def goes_to(self, role: str, name: str) -> bool:
        """Whether the keyboard goes to what is called so, or for a combo box is described so; waits for it."""

        def there() -> bool:
            with contextlib.suppress(Gone):
                if (here := self._focus) is not None and self.role(here) == role:
                    return name in self.name(here) + self.description(here)
            return False

        return self._waited(there)

    def here(self) -> str:
        """Where the keyboard is."""
        self._take_in()
        return f"{self.role(self._focus)} {self.name(self._focus)}" if self._focus else ""

    def _waited(self, condition: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + AT_MOST_S
        while time.monotonic() < deadline:
            self._take_in()
            if condition():
                return True
            time.sleep(0.05)
        return False

    def _take_in(self) -> None:
        self._answer(message_bus.GetId())  # with its answer everything has come that was sent before
        while self._queue:
            one = self._queue.popleft()
            fields = {key.name: value for key, value in one.header.fields.items()}
            if fields["member"] == "Announcement":
                self.said.append(str(one.body[3][1]))
            elif one.body[0] == "focused" and one.body[1]:
                self._focus = Node(fields["sender"], fields["path"])
            elif one.body[0] == "selected":
                self.chosen += one.body[1]

    # --- the bus ------------------------------------------------------------------------------------------------

    def _call(self, node: Node, interface: str, method: str, signature: str | None = None, *body: object) -> Any:
        address = DBusAddress(node.path, node.sender, f"org.a11y.atspi.{interface}")
        return self._answer(new_method_call(address, method, signature, body))

    def _property(self, node: Node, interface: str, name: str) -> Any:
        address = DBusAddress(node.path, node.sender, f"org.a11y.atspi.{interface}")
        return self._answer(Properties(address).get(name))[1]

    def _answer(self, message: Message) -> Any:
        reply = self._bus.send_and_get_reply(message, timeout=AT_MOST_S)
        if reply.header.message_type is MessageType.error:
            raise Gone(*reply.body)
        return reply.body[0] if reply.body else None


def _display(told: Path) -> str:
    """The line with the number alone, once it is whole: complaints of the server's stand around it."""
    lines = told.read_text(encoding="utf-8").splitlines(keepends=True)
    return next((line.strip() for line in lines if line.strip().isdigit() and line.endswith("\n")), "")


@contextmanager
def screen(folder: Path) -> Iterator[str]:
    """An X server on a display that nobody has; its name."""
    told = folder / "display"
    command = ("Xvfb", "-displayfd", 1, "-screen", 0, "1366x768x24", "-nolisten", "tcp")
    with told.open("wb") as out, started(*command, out=out):
        until(lambda: _display(told))
        yield f":{_display(told)}"


@contextmanager
def reading(folder: Path, vault: Path) -> Iterator[Reader]:
    """The program before this vault, and a reader beside it. `folder` has a short name and is its home."""
    with screen(folder) as display, bus(folder) as address:
        shared = {"DISPLAY": display, "AT_SPI_BUS_ADDRESS": address, "DBUS_SESSION_BUS_ADDRESS": address}
        own = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
        window = {"QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        # keys reach the window that a window manager made the active one
        with (
            started("openbox", env=shared | own),
            started(_DAEMON, env=shared),
            open_dbus_connection(address) as connection,
        ):
            until(lambda: _owned(connection))
            reader = Reader(connection)
            with started(sys.executable, "-m", "desktop_app", "--vault", vault, env=shared | own | window):
                yield reader


def _owned(connection: DBusConnection) -> bool:
    return bool(connection.send_and_get_reply(message_bus.NameHasOwner(_REGISTRY)).body[0])
