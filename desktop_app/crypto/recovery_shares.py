"""Recovery shares: a random secret split so that any two of three open (SLIP-39), each twenty words of a fixed list."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop_app.core.errors import Code, Fault

NEEDED = 2
SHARES = 3
WORDS = 20
_SECRET_BYTES = 16
#: The list's first four letters tell every word.
_TELLING = 4
_LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Shares:
    """The secret and its three shares; `number` stands on each of them, and tells one making from another."""

    secret: bytes = field(repr=False)
    words: tuple[tuple[str, ...], ...] = field(repr=False)
    number: int


def new_shares() -> Shares:
    """A fresh secret, split."""
    # imported on use, here and below: the unlock window stands before this library is loaded
    from shamir_mnemonic.shamir import generate_mnemonics
    from shamir_mnemonic.share import Share

    secret = secrets.token_bytes(_SECRET_BYTES)
    # no stretching: the secret is random, and a share is no passphrase
    (made,) = generate_mnemonics(1, [(NEEDED, SHARES)], secret, iteration_exponent=0)
    number = Share.from_mnemonic(made[0]).identifier
    return Shares(secret, tuple(tuple(share.split()) for share in made), number)


def secret_of(typed: Sequence[str]) -> bytes:
    """What two of the shares stand for.

    Raises `Fault(RECOVERY_WORD | RECOVERY_SHARE)` for one that is wrong by itself, and `RECOVERY_MORE` or
    `RECOVERY_MIXED` for too few different ones, or shares of two makings.
    """
    from shamir_mnemonic.shamir import combine_mnemonics
    from shamir_mnemonic.utils import MnemonicError

    shares = [checked(share, place) for place, share in enumerate(typed, 1) if share.split()]
    if len({share.number for share in shares}) > 1:
        raise Fault(Code.RECOVERY_MIXED)
    different = {share.place: share.mnemonic for share in shares}
    if len(different) < NEEDED:
        raise Fault(Code.RECOVERY_MORE, wanted=NEEDED, found=len(different))
    try:
        return bytes(combine_mnemonics(list(different.values())[:NEEDED]))
    except MnemonicError as error:
        raise Fault(Code.RECOVERY_MIXED) from error


@dataclass(frozen=True, slots=True)
class Share:
    """A share that is sound by itself: which of the three it is, and of which making."""

    place: int
    number: int
    mnemonic: str = field(repr=False)


def checked(typed: str, share: int = 1) -> Share:
    """One share as it was typed; `share` is how it is called when it is wrong. Raises `Fault`."""
    from shamir_mnemonic.share import Share as Decoded
    from shamir_mnemonic.utils import MnemonicError

    words = _words(typed, share)
    if len(words) != WORDS:
        raise Fault(Code.RECOVERY_SHARE_LENGTH, share=share, wanted=WORDS, found=len(words))
    try:
        decoded = Decoded.from_mnemonic(" ".join(words))
    except MnemonicError as error:
        raise Fault(Code.RECOVERY_SHARE, share=share) from error
    if (decoded.group_threshold, decoded.member_threshold) != (1, NEEDED):
        raise Fault(Code.RECOVERY_MIXED)
    return Share(decoded.index + 1, decoded.identifier, " ".join(words))


def _words(typed: str, share: int) -> list[str]:
    from shamir_mnemonic.wordlist import WORDLIST

    whole = {word[:_TELLING]: word for word in WORDLIST}
    found = []
    # numbers and dots before the words, as the sheet has them, may be typed or not
    for number, word in enumerate(_LETTERS.findall(unicodedata.normalize("NFKC", typed).casefold()), 1):
        known = whole.get(word[:_TELLING], "")
        if not known.startswith(word) or not known:
            raise Fault(Code.RECOVERY_WORD, share=share, number=number)
        found.append(known)
    return found
