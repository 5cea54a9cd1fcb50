"""What Fcitx 4 says, as Qt's events: text that is being composed, and keys that it hands back."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPalette, QTextCharFormat

_KIND = QInputMethodEvent.AttributeType
_PLAIN, _CHOSEN = 1 << 3, 1 << 4  # no line below; the piece that is being chosen

#: X's number of each key that no letter stands for, as far as a line of text knows them.
_KEYS = {
    0xFF08: Qt.Key.Key_Backspace,
    0xFF09: Qt.Key.Key_Tab,
    0xFF0D: Qt.Key.Key_Return,
    0xFF1B: Qt.Key.Key_Escape,
    0xFF50: Qt.Key.Key_Home,
    0xFF51: Qt.Key.Key_Left,
    0xFF52: Qt.Key.Key_Up,
    0xFF53: Qt.Key.Key_Right,
    0xFF54: Qt.Key.Key_Down,
    0xFF55: Qt.Key.Key_PageUp,
    0xFF56: Qt.Key.Key_PageDown,
    0xFF57: Qt.Key.Key_End,
    0xFF8D: Qt.Key.Key_Enter,
    0xFFFF: Qt.Key.Key_Delete,
}
_MODIFIERS = {
    1: Qt.KeyboardModifier.ShiftModifier,
    4: Qt.KeyboardModifier.ControlModifier,
    8: Qt.KeyboardModifier.AltModifier,
}
_UNICODE = 0x01000000


def composing(pieces: Sequence[tuple[str, int]], cursor: int, palette: QPalette) -> QInputMethodEvent:
    """The text that is being composed, each piece with its look; `cursor` counts bytes, below 0 it is not shown."""
    text, at, looks = "".join(piece for piece, _ in pieces), 0, []
    for piece, look in pieces:
        length = units(piece)
        looks.append(QInputMethodEvent.Attribute(_KIND.TextFormat, at, length, _look(look, palette)))
        at += length
    before = text.encode()[: max(cursor, 0)].decode(errors="ignore")
    where = units(before) if cursor >= 0 else at
    looks.append(QInputMethodEvent.Attribute(_KIND.Cursor, where, int(cursor >= 0), None))
    return QInputMethodEvent(text, looks)


def committing(text: str) -> QInputMethodEvent:
    """Text that is there for good, in place of what was being composed."""
    made = QInputMethodEvent()
    made.setCommitString(text)
    return made


def key(keyval: int, state: int, released: bool) -> QKeyEvent | None:
    """A key that it hands back; `None` for one that writes nothing and moves nothing."""
    kind = QEvent.Type.KeyRelease if released else QEvent.Type.KeyPress
    modifiers = Qt.KeyboardModifier.NoModifier
    for bit, modifier in _MODIFIERS.items():
        if state & bit:
            modifiers |= modifier
    if keyval in _KEYS:
        text = {0xFF0D: "\r", 0xFF8D: "\r", 0xFF09: "\t", 0xFF08: "\b"}.get(keyval, "")
        return QKeyEvent(kind, _KEYS[keyval], modifiers, text)
    letter = _letter(keyval)
    return QKeyEvent(kind, ord(letter.upper()[:1]), modifiers, letter) if letter else None


def units(text: str) -> int:
    """How long Qt counts it, which counts rare characters twice."""
    return len(text.encode("utf-16-le")) // 2


def _letter(keyval: int) -> str:
    if 0x20 <= keyval <= 0x7E or 0xA0 <= keyval <= 0xFF:
        return chr(keyval)
    return chr(keyval - _UNICODE) if _UNICODE < keyval <= _UNICODE + 0x10FFFF else ""


def _look(look: int, palette: QPalette) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontUnderline(not look & _PLAIN)
    if look & _CHOSEN:
        made.setBackground(palette.highlight())
        made.setForeground(palette.highlightedText())
    return made
