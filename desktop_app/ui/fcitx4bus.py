"""Fcitx 4 on the session's message bus: whether it is there, one input context of its, what is asked and what it says.

Qt's own D-Bus is of no use here: from Python it sends every number as signed, and Fcitx refuses such a key.
"""

import os
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.low_level import HeaderFields, Message, MessageFlag, MessageType

#: With one of these Qt composes by itself. Fcitx 5 also answers by the name of its predecessor.
RIVALS = ("org.freedesktop.IBus", "org.freedesktop.portal.IBus", "org.fcitx.Fcitx5")
#: The longest that a key may wait; and how long nothing more is asked of what let one wait.
_SECONDS = 0.5
_PAUSE = 2.0
#: It shows what is composed in our line, in pieces, and leaves it to us when the keyboard goes.
_CAPACITY = 1 << 1 | 1 << 4 | 1 << 5
#: Heard when it came, went, or another one took its place.
ANOTHER = "NameOwnerChanged"
_CONTEXT = "org.fcitx.Fcitx.InputContext"


def service(display: str) -> str:
    """By what name Fcitx 4 answers on the display that `DISPLAY` names."""
    return f"org.fcitx.Fcitx-{display.rpartition(':')[2].partition('.')[0] or '0'}"


def connected() -> DBusConnection | None:
    """The session's bus; `None` where there is none that answers."""
    try:
        bus = open_dbus_connection()
    except (OSError, KeyError, RuntimeError, ValueError):  # no address, one of another kind, nobody there
        return None
    bus.sock.settimeout(_SECONDS)
    return bus


class Silent(Exception):
    """It did not answer in time."""


class Gone(Exception):
    """The bus is there no more."""


class Fcitx:
    """What is asked waits for an answer for a moment only; what is told waits for none."""

    def __init__(self, bus: DBusConnection, name: str, heard: Callable[[str, Any], None]) -> None:
        """`heard`: the name of each signal about our context, and what came with it."""
        self._bus, self._name, self._heard = bus, name, heard
        self._owners: dict[str, str] = {}
        self._context: DBusAddress | None = None
        self._unheard: deque[Message] = deque()
        self._owed = 0  # the number of a question that still has no answer
        self._until = 0.0
        for one in (name, *RIVALS):
            rule = MatchRule(type="signal", interface="org.freedesktop.DBus", member=ANOTHER)
            rule.add_arg_condition(0, one)
            self._ask(message_bus.AddMatch(rule))
            found = self._ask(message_bus.GetNameOwner(one))  # an error where nobody has it
            self._owners[one] = "" if found.header.message_type is MessageType.error else found.body[0]

    def reached(self) -> bool:
        """Whether it may be asked about a key now; where it has just come, a context is made."""
        if self._context is None and self._there():
            self._begin()
        return self._context is not None and not self._owed and time.monotonic() >= self._until

    def handles(self, keyval: int, keycode: int, state: int, released: bool, moment: int) -> bool:
        """Whether it takes the key; what it says meanwhile is heard before this returns."""
        body = (keyval, keycode, state, int(released), moment & 0xFFFFFFFF)
        answer = self._ask(self._call("ProcessKeyEvent", "uuuiu", body))
        self.hear()
        return answer.header.message_type is not MessageType.error and answer.body[0] > 0

    def tell(self, what: str, signature: str = "", body: tuple[int, ...] = ()) -> None:
        """One call without an answer, such as `Reset`."""
        if self._context is not None:
            told = self._call(what, signature, body)
            told.header.flags |= MessageFlag.no_reply_expected
            self._send(told)

    def pause(self) -> None:
        """It let a key wait: until it has answered, and for a while, it is asked no more."""
        self._until = time.monotonic() + _PAUSE

    def hear(self) -> None:
        """Take in whatever has come, without waiting."""
        while True:
            try:
                self._unheard.append(self._bus.receive(timeout=0))
            except TimeoutError:
                break
            except OSError as error:
                raise Gone from error
        while self._unheard:
            self._take(self._unheard.popleft())

    def _there(self) -> bool:
        return bool(self._owners[self._name]) and not any(self._owners[one] for one in RIVALS)

    def _begin(self) -> None:
        door = DBusAddress("/inputmethod", self._owners[self._name], "org.fcitx.Fcitx.InputMethod")
        answer = self._ask(new_method_call(door, "CreateICv3", "si", ("fengjuan", os.getpid())))
        if answer.header.message_type is MessageType.error:
            self.pause()
            return
        path = f"/inputcontext_{answer.body[0]}"
        self._ask(message_bus.AddMatch(MatchRule(type="signal", sender=door.bus_name, path=path)))  # it tells all
        self._context = DBusAddress(path, door.bus_name, _CONTEXT)
        self.tell("SetCapacity", "u", (_CAPACITY,))

    def _call(self, what: str, signature: str, body: tuple[int, ...]) -> Message:
        assert self._context is not None
        return new_method_call(self._context, what, signature, body)

    def _send(self, message: Message) -> int:
        number: int = next(self._bus.outgoing_serial)
        try:
            self._bus.send(message, serial=number)
        except OSError as error:  # a bus that takes nothing any more: what it has of this message is of no use
            raise Gone from error
        return number

    def _ask(self, message: Message) -> Message:
        number, deadline = self._send(message), time.monotonic() + _SECONDS
        while True:
            try:
                came = self._bus.receive(timeout=max(deadline - time.monotonic(), 0))
            except TimeoutError as error:
                self._owed = number
                raise Silent from error
            except OSError as error:
                raise Gone from error
            if came.header.fields.get(HeaderFields.reply_serial) == number:
                return came
            self._unheard.append(came)

    def _take(self, came: Message) -> None:
        fields = came.header.fields
        if self._owed and fields.get(HeaderFields.reply_serial) == self._owed:
            self._owed = 0
        if came.header.message_type is not MessageType.signal:
            return
        what, sender = fields[HeaderFields.member], fields.get(HeaderFields.sender)
        if what == ANOTHER and sender == "org.freedesktop.DBus":
            self._changed(*came.body)
        elif self._context is not None and (sender, fields[HeaderFields.path]) == (
            self._context.bus_name,
            self._context.object_path,
        ):
            self._heard(what, came.body)

    def _changed(self, name: str, before: str, now: str) -> None:
        del before
        if name not in self._owners:
            return
        self._owners[name] = now
        if name == self._name or not self._there():
            if name != self._name:  # it lives on, without us
                self.tell("DestroyIC")
            self._context, self._owed, self._until = None, 0, 0.0
            self._heard(ANOTHER, ())
