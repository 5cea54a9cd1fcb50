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
    if len(paper) == len(online) and sum(map(str.__eq__, paper, online)) * 2 >= len(paper):
        both = _stretches(paper, online)
        return both, both
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


def _stretches(paper: str, online: str) -> tuple[Span, ...]:
    """Numbers and dates of one length, character by character: a match elsewhere would only mislead."""
    found: list[Span] = []
    for at, (one, other) in enumerate(zip(paper, online, strict=True)):
        if one == other:
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return tuple(found)
