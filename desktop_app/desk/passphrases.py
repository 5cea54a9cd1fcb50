"""A new passphrase judged, and one that was typed overwritten. Light: the door uses it before anything is unlocked."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.text import composed
from desktop_app.domain.findings import Words, bilingual

if TYPE_CHECKING:
    from desktop_app.domain.marking import SecrecyLevel


@contextlib.contextmanager
def typed(*secrets: str) -> Iterator[None]:
    """Overwrite what a field handed out for one job alone, as soon as that job is done with it."""
    from desktop_app.crypto.locked import overwrite

    try:
        yield
    finally:
        for one in secrets:
            overwrite(one)


@dataclass(frozen=True, slots=True)
class Strength:
    """How a new passphrase is judged: zxcvbn's score 0-4, and why in words."""

    score: int
    reason: Words


def strength(passphrase: str, machine_level: "SecrecyLevel", personal: Sequence[str] = ()) -> Strength:
    """Judge a new passphrase for a machine of this level; `personal` are words that an attacker tries first."""
    from desktop_app.crypto import passphrase as passphrases

    least = passphrases.minimum_length(machine_level)
    score = passphrases.score(composed(passphrase), personal) if passphrase else 0
    if len(passphrase) < least:
        left = least - len(passphrase)
        reason = bilingual("至少 {least} 个字符，还差 {left} 个", least=least, left=left)
        return Strength(score, reason)
    if score < passphrases.SCORE_FLOOR:
        reason = bilingual("容易被猜中：请加入不相关的词语")
        return Strength(score, reason)
    return Strength(score, bilingual("强度足够"))
