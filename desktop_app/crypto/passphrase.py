"""Which passphrases are good enough: length by the machine's level, and a guessing score."""

from collections.abc import Sequence

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import composed
from desktop_app.domain.marking import SecrecyLevel

#: How many earlier passphrases may not come back.
REMEMBERED = 5
#: zxcvbn's scale is 0-4; 3 is "safely unguessable" against an offline attack on a slow hash.
SCORE_FLOOR = 3
#: zxcvbn refuses longer input; a prefix that scores well enough makes the whole good enough.
_SCORED_PREFIX = 72
#: Far above any phrase a person types; keeps a pasted file out of the key derivation.
MOST_CHARACTERS = 1024


def minimum_length(level: SecrecyLevel) -> int:
    """Characters asked for where the passphrase is the only factor."""
    return 10 if level.rank <= SecrecyLevel.CONFIDENTIAL.rank else 12


def require_strong(passphrase: str, level: SecrecyLevel, personal: Sequence[str] = ()) -> None:
    """Raises `Fault(PASSPHRASE_WEAK)`. `personal` are words that an attacker tries first: names, office, machine."""
    text = composed(passphrase)
    least = minimum_length(level)
    if not least <= len(text) <= MOST_CHARACTERS or score(text, personal) < SCORE_FLOOR:
        raise Fault(Code.PASSPHRASE_WEAK, minimum=least)


def score(text: str, personal: Sequence[str] = ()) -> int:
    """zxcvbn's score from 0 (guessed at once) to 4, without what an attacker knows of the person."""
    from zxcvbn import zxcvbn

    words = [composed(word).lower() for word in personal if len(word) > 1]
    lowered = text.lower()
    for word in words:
        # a Chinese name counts as so many random characters to zxcvbn unless it fills its whole dictionary word
        lowered = lowered.replace(word, "")
    found: int = zxcvbn(text[:_SCORED_PREFIX], user_inputs=words)["score"]
    rest: int = zxcvbn(lowered[:_SCORED_PREFIX])["score"] if lowered else 0
    return min(found, rest)
