"""Earlier passphrases as salted hashes inside the encrypted database, so that the last few cannot come back."""

import hmac
import os
from dataclasses import dataclass

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import UserId
from desktop_app.crypto.kdf import SALT_BYTES, KdfCost, derive
from desktop_app.crypto.passphrase import REMEMBERED
from desktop_app.vault.ledger import Ledger


@dataclass(frozen=True, slots=True)
class HashedPassphrase:
    salt: bytes
    cost: KdfCost
    digest: bytes


class PassphraseHistory:
    """One salt for each user, so that comparing with all remembered ones costs a single derivation."""

    def __init__(self, ledger: Ledger, user: UserId) -> None:
        self._ledger = ledger
        self._user = user

    def hashed(self, passphrase: str, cost: KdfCost) -> HashedPassphrase:
        """`passphrase` under the salt and cost of the user's history, or new ones at `cost` if that is empty."""
        row = self._ledger.database.row(
            "SELECT salt, memory_kib, iterations, lanes FROM passphrase_history WHERE user_id = ? ORDER BY id DESC",
            [self._user],
        )
        salt = row[0] if row else os.urandom(SALT_BYTES)
        used = KdfCost(row[1], row[2], row[3], floor_waived=True) if row else cost
        return HashedPassphrase(salt, used, bytes(derive(passphrase, salt, used).view))

    def require_new(self, hashed: HashedPassphrase) -> None:
        """Raises `Fault(PASSPHRASE_REUSED)`."""
        rows = self._ledger.database.rows(
            "SELECT hash FROM passphrase_history WHERE user_id = ? ORDER BY id DESC LIMIT ?", [self._user, REMEMBERED]
        )
        if any(hmac.compare_digest(row[0], hashed.digest) for row in rows):
            raise Fault(Code.PASSPHRASE_REUSED, count=REMEMBERED)

    def remember(self, hashed: HashedPassphrase) -> None:
        """Keep this one and forget those beyond the last few."""
        self._ledger.insert(
            "passphrase_history",
            user_id=self._user,
            salt=hashed.salt,
            memory_kib=hashed.cost.memory_kib,
            iterations=hashed.cost.iterations,
            lanes=hashed.cost.lanes,
            hash=hashed.digest,
        )
        old = self._ledger.database.rows(
            "SELECT id FROM passphrase_history WHERE user_id = ? ORDER BY id DESC LIMIT -1 OFFSET ?",
            [self._user, REMEMBERED],
        )
        for (number,) in old:
            self._ledger.delete("passphrase_history", {"id": number})
