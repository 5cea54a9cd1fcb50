"""Heads of the chain under the desk's signature: kept as rows, proved against the chain by an examination."""

from collections.abc import Callable, Iterator
from datetime import datetime

from desktop_app.domain import exchange
from desktop_app.domain.audit import AuditHead, AuditSignature
from desktop_app.vault import chain
from desktop_app.vault.database import Database
from desktop_app.vault.ledger import Ledger

#: Signed with the head, so that the signature stands for nothing else.
NAMESPACE = "fj-audit-head@v1"


def message(head: AuditHead) -> bytes:
    """What is signed: one line, as `ssh-keygen -Y verify` reads it from a file."""
    return exchange.canonical(head) + b"\n"


class SignatureRepository:
    """Added inside an act, never changed; an act signs the entry before its own."""

    def __init__(self, ledger: Ledger, vault: str) -> None:
        self._ledger = ledger
        self._vault = vault

    def head(self) -> AuditHead:
        """The last entry that is written; inside an act, the one before it."""
        sequence, digest = chain.stored_head(self._ledger.database)
        now = self._ledger.clock.now().replace(microsecond=0)
        return AuditHead(vault=self._vault, sequence=sequence, digest=digest, at=now)

    def add(self, sign: Callable[[bytes], bytes], public: bytes) -> AuditSignature:
        """Sign the present head. The same head is not signed twice: the signature that stands is returned."""
        head = self.head()
        if standing := self.of(head.sequence):
            return standing
        made = AuditSignature(head=head, key=public.hex(), signature=sign(message(head)).decode("ascii"))
        self._ledger.insert(
            "audit_signatures",
            sequence=head.sequence,
            digest=head.digest,
            signed_at=head.at.isoformat(),
            key=made.key,
            signature=made.signature,
        )
        return made

    def of(self, sequence: int) -> AuditSignature | None:
        """The signature over the entry with this number."""
        found = self._ledger.database.row(f"SELECT {_COLUMNS} FROM audit_signatures WHERE sequence = ?", [sequence])
        return _signature(found, self._vault) if found else None

    def last(self) -> AuditSignature | None:
        """The signature over the latest entry that has one."""
        found = self._ledger.database.row(f"SELECT {_COLUMNS} FROM audit_signatures ORDER BY sequence DESC LIMIT 1")
        return _signature(found, self._vault) if found else None


def unproved(database: Database, vault: str) -> Iterator[int]:
    """The numbers of signed heads that the chain contradicts, or whose signature is not good."""
    from desktop_app.crypto import sshsig  # heavy, and the door needs none of it

    for row in database.each(f"SELECT {_COLUMNS} FROM audit_signatures ORDER BY sequence"):
        sequence, digest = row[0], row[1]
        try:
            kept = _signature(row, vault)
            sshsig.verify(message(kept.head), kept.signature.encode(), bytes.fromhex(kept.key), NAMESPACE)
            good = chain.digest_at(database, sequence) == digest
        except (sshsig.SignatureRefused, ValueError):
            good = False
        if not good:
            yield sequence


_COLUMNS = "sequence, digest, signed_at, key, signature"


def _signature(row: tuple[object, ...], vault: str) -> AuditSignature:
    sequence, digest, at, key, signature = row
    assert isinstance(sequence, int)
    head = AuditHead(vault=vault, sequence=sequence, digest=str(digest), at=datetime.fromisoformat(str(at)))
    return AuditSignature(head=head, key=str(key), signature=str(signature))
