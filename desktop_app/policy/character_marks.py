"""Which characters of two values differ, so that a reader finds the one that was typed wrong."""

from difflib import SequenceMatcher

#: From `start` up to `end`, in characters.
Span = tuple[int, int]
#: Longer texts share too little for marks to help, and comparing them takes long.
_LONGEST = 2000


def marks(paper: str, online: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The stretches of each side that the other side has not.

    What is only on one side and empty on the other is no place to look at: nothing is marked.
    """
    if not paper or not online:
        return (), ()
    if len(paper) > _LONGEST or len(online) > _LONGEST:
        return ((0, len(paper)),), ((0, len(online)),)
    left: list[Span] = []
    right: list[Span] = []
    for kind, start, end, other_start, other_end in SequenceMatcher(None, paper, online, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if start < end:
            left.append((start, end))
        if other_start < other_end:
            right.append((other_start, other_end))
    return tuple(left), tuple(right)
