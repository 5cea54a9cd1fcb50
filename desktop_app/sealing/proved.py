"""What was proved in this sitting: digests of signed words together with the card they were checked by."""

import hashlib

#: Four steps of thirty thousand filings; a digest takes about a hundred bytes here.
MOST = 120_000


class Proved:
    """Remembers that these very bytes were found good, so that they need not be proved again in the same sitting.

    A changed byte has another digest. It lives with an unlocked vault and is never written; the oldest go first.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._digests: dict[bytes, None] = {}

    def __len__(self) -> int:
        return len(self._digests)

    @staticmethod
    def digest(text: str, card_text: str) -> bytes:
        """SHA-256 of both, each after its length, so that no other pair has it."""
        said, card = text.encode(), card_text.encode()
        return hashlib.sha256(b"%d:%b%d:%b" % (len(said), said, len(card), card)).digest()

    def holds(self, digest: bytes) -> bool:
        return digest in self._digests

    def add(self, digest: bytes) -> None:
        while len(self._digests) >= self._most:
            del self._digests[next(iter(self._digests))]
        self._digests[digest] = None
