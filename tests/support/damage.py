"""Damage to good input, as dice fall: to bytes, and to a value before it is spelled again."""

import copy
import random
from typing import Any

#: What a field may say that nobody thought of.
_ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2**31, 2**53 - 1, "", " ", "0", "x" * 5000, "a\u202eb", "e\u0301", "\ud7ff",
    "\U0001f600", "\n", "../x", "/etc/passwd", "C:\\x", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00Z",
    "2026-07-01T00:00:00Z", "ab" * 32, "01KA0000000000000000000000", "undecided", [], [[]], {}, {"": ""}, [None],
    ["x"] * 3,
)  # fmt: skip


def _odd(dice: random.Random) -> Any:
    return copy.deepcopy(dice.choice(_ODD))  # a list that is put into itself has no end


def mutated(good: bytes, dice: random.Random) -> bytes:
    """A few random cuts, flips, doublings and foreign bytes."""
    data = bytearray(good)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(len(data) + 1)
        kind = dice.randrange(6)
        if kind == 0 and data:
            data[at % len(data)] ^= 1 << dice.randrange(8)
        elif kind == 1:
            del data[at : at + dice.randint(1, 64)]
        elif kind == 2:
            data[at:at] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 8)))
        elif kind == 3:
            data[at:at] = data[at : at + dice.randint(1, 64)]
        elif kind == 4:
            data[at : at + 1] = dice.choice([b"\x00", b"{", b'"', b"\\", b"[", b"9" * 30, "汉".encode(), b"\xff"])
        else:
            del data[at:]
    return bytes(data)


def bent(tree: Any, dice: random.Random) -> Any:
    """One to three fields of a value say something else, are gone, doubled, or new."""
    changed = copy.deepcopy(tree)
    for _ in range(dice.randint(1, 3)):
        holder = dice.choice(_holders(changed))
        if isinstance(holder, dict):
            _bend_fields(holder, dice)
        elif holder:
            _bend_items(holder, dice)
    return changed


def _holders(node: Any) -> list[Any]:
    """Every object and list in a value, itself first."""
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [node, *(one for child in children if isinstance(child, (dict, list)) for one in _holders(child))]


def _bend_fields(holder: dict[str, Any], dice: random.Random) -> None:
    if not holder or dice.random() < 0.1:
        holder[dice.choice(["", "x_more", "more", "fj", "type"])] = _odd(dice)
        return
    name = dice.choice(sorted(holder))
    if dice.random() < 0.2:
        del holder[name]
    else:
        holder[name] = _odd(dice)


def _bend_items(holder: list[Any], dice: random.Random) -> None:
    at = dice.randrange(len(holder))
    match dice.randrange(4):
        case 0:
            del holder[at]
        case 1:
            holder.insert(at, copy.deepcopy(holder[at]))
        case 2:
            dice.shuffle(holder)
        case _:
            holder[at] = _odd(dice)
