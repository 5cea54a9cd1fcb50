"""Counting numbered copies: of the current version what exists, and of older versions what must be destroyed."""

from collections import Counter
from collections.abc import Iterable

from desktop_app.domain.copies import Copy, CopyBalance, CopyFate, Document

#: Sheets of an older version in these states are stale and must not reach the dossier. Spoiled ones too: the balance
#: that asks for their destruction counts the version that now stands only, and a dossier that came back is spoiled.
_ALIVE = (CopyFate.SENT, CopyFate.IN_HAND, CopyFate.HANDED_OVER, CopyFate.SPOILED)


def balance(copies: Iterable[Copy], document: Document, required: int, digest: str) -> CopyBalance:
    """The copies of one document that show the version with `digest`, against the required count."""
    fates = Counter(c.fate for c in copies if c.document is document and c.version_digest == digest)
    return CopyBalance(
        document=document,
        required=required,
        printed=sum(n for fate, n in fates.items() if fate is not CopyFate.NOT_PRINTED),
        in_hand=fates[CopyFate.IN_HAND],
        handed_over=fates[CopyFate.HANDED_OVER],
        spoiled=fates[CopyFate.SPOILED],
        destroyed=fates[CopyFate.DESTROYED],
        unconfirmed=fates[CopyFate.SENT],
    )


def stale(copies: Iterable[Copy], digest: str) -> list[Copy]:
    """Sheets of other versions that still lie about: each is an incident until it is destroyed."""
    return [c for c in copies if c.version_digest != digest and c.fate in _ALIVE]
