"""All that a package is made of before its first byte is on a medium, and the form in which it outlasts a restart.

Written again from the same beginning and the same sources it is the same bytes; other sources under one beginning would
give both plaintexts away, so every source is held against the signed manifest before anything is written again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto import age
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.values import Value
from desktop_app.sealing import archive, bag, cards, composing
from desktop_app.sealing.content import PackageContent, Payload
from desktop_app.sealing.manifest import Manifest, read_manifest
from desktop_app.sealing.signatures import Signatures


@dataclass(frozen=True, slots=True)
class Statement:
    """The signed manifest, its archive laid out, and where it is going."""

    sender: ContactCard
    manifest: Manifest
    raw: bytes
    signed: Signatures
    payloads: list[Payload]
    strip: str

    @property
    def _before(self) -> list[tuple[str, bytes]]:
        return bag.tags(self.manifest, self.raw, self.signed)

    def parts(self) -> Iterator[archive.Part]:
        return archive.parts(self.manifest, self._before, self.payloads)

    @property
    def size(self) -> int:
        """Of the archive, in bytes."""
        return bag.total_size(self.manifest, self._before)


class KeptBeginning(Value, frozen=True, kw_only=True):
    """What of a beginning nobody can make again: the signed manifest and the secrets of its age file."""

    manifest: bytes
    armor: bytes
    lattice: bytes | None
    header: bytes
    nonce: bytes
    file_key: bytes
    volume_bytes: int | None
    strip: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A package before its first byte is on a medium: after an interruption `writer.resume` goes on."""

    statement: Statement = field(repr=False)
    beginning: age.Beginning = field(repr=False)
    volume_bytes: int | None

    @property
    def size(self) -> int:
        """Of the age file, in bytes."""
        return self.beginning.sealed_size(self.statement.size)

    def kept(self) -> bytes:
        """What `again` needs. It holds the key of the age file: keep it in the vault and nowhere else."""
        made, secret = self.statement, self.beginning
        return msgspec.json.encode(
            KeptBeginning(
                manifest=made.raw,
                armor=made.signed.armor,
                lattice=made.signed.lattice,
                header=secret.header,
                nonce=secret.nonce,
                file_key=secret.file_key,
                volume_bytes=self.volume_bytes,
                strip=made.strip,
            )
        )


def again(kept: bytes, content: PackageContent, sender: ContactCard) -> Begun:
    """The same package once more, from what was kept and what it was made of.

    Raises `Fault(SOURCE_CHANGED)` where `content` is not what the kept manifest was signed for, or `sender` another.
    """
    found = msgspec.json.decode(kept, type=KeptBeginning)
    manifest = read_manifest(found.manifest)
    if cards.key_id(sender) != manifest.sender.kid or content.kind is not manifest.kind:
        raise Fault(Code.SOURCE_CHANGED, name=manifest.package_id)
    statement = Statement(
        sender=sender,
        manifest=manifest,
        raw=found.manifest,
        signed=Signatures(found.armor, found.lattice),
        payloads=composing.payloads_again(content, manifest),
        strip=found.strip,
    )
    secret = age.Beginning(header=found.header, nonce=found.nonce, file_key=found.file_key)
    return Begun(statement, secret, found.volume_bytes)
