"""Packages with one thing wrong: taken apart with the recipient's key, changed, and put together again."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import rfc8785

from desktop_app.crypto import age
from desktop_app.domain.offices import Suite
from desktop_app.sealing import bag, cards, signatures
from desktop_app.sealing.manifest import MANIFEST_NAMESPACE, SEAL_NAMESPACE
from desktop_app.sealing.writer import SealedPackage
from tests.support.packages import NOW, Desks, Office

Entry = tuple[str, bytes]
WHEN = int(NOW.timestamp())


@dataclass
class Forge:
    """Every part of a package as a plain value; `write` puts back what the folder then holds."""

    folder: Path
    package_id: str
    seal: dict[str, Any]
    entries: list[Entry]
    signer: cards.DeskKeys
    inner_signer: cards.DeskKeys
    recipients: list[age.Recipient]
    seal_namespace: str = SEAL_NAMESPACE
    inner_namespace: str = MANIFEST_NAMESPACE
    change_tar: Callable[[bytes], bytes] = field(default=lambda tar: tar)
    change_age: Callable[[bytes], bytes] = field(default=lambda sealed: sealed)
    change_seal: Callable[[bytes], bytes] = field(default=lambda raw: raw)
    keep_manifest_digest: bool = False

    @property
    def manifest(self) -> dict[str, Any]:
        return json.loads(self.data("manifest.json"))

    def data(self, name: str) -> bytes:
        return dict(self.entries)[name]

    def put(self, name: str, data: bytes) -> None:
        self.entries = [(n, data if n == name else d) for n, d in self.entries]

    def say(self, raw: bytes) -> None:
        """Another manifest, signed, with the digests of the bag's own files following it."""
        self.put("manifest.json", raw)
        signed = signatures.sign(raw, self.inner_signer, self.inner_namespace)
        self.put("manifest.json.sig", signed.armor)
        self.put("manifest.json.mldsa65", signed.lattice or b"")
        before = self.entries[: [name for name, _ in self.entries].index("tagmanifest-sha256.txt")]
        lines = [f"{hashlib.sha256(d).hexdigest()}  {n}\n" for n, d in sorted(before)]
        self.put("tagmanifest-sha256.txt", "".join(lines).encode())

    def change_manifest(self, change: Callable[[dict[str, Any]], None]) -> None:
        tree = self.manifest
        change(tree)
        self.say(rfc8785.dumps(tree))

    def tar(self) -> bytes:
        parts = [
            bag.header(self.package_id, name, len(data), WHEN) + data + bag.padding(len(data))
            for name, data in self.entries
        ]
        return b"".join(parts) + bag.END

    def write(self) -> Path:
        sealed = io.BytesIO()
        age.encrypt(io.BytesIO(self.change_tar(self.tar())), sealed, self.recipients)
        data = self.change_age(sealed.getvalue())
        (self.folder / f"{self.package_id}.age").write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        volume = {"n": 1, "name": f"{self.package_id}.age", "bytes": len(data), "sha256": digest}
        if not self.keep_manifest_digest:
            self.seal["manifest_sha256"] = hashlib.sha256(self.data("manifest.json")).hexdigest()
        self.seal["cipher"] = {"bytes": len(data), "sha256": digest, "volumes": [volume]}
        raw = self.change_seal(rfc8785.dumps(self.seal))
        (self.folder / "seal.fengjuan").write_bytes(raw)
        signed = signatures.sign(raw, self.signer, self.seal_namespace)
        (self.folder / "seal.fengjuan.sig").write_bytes(signed.armor)
        (self.folder / "seal.fengjuan.mldsa65").write_bytes(signed.lattice or b"")
        return self.folder


def apart(package: SealedPackage, desks: Desks) -> Forge:
    """A one-volume package, ready to be spoilt."""
    suite = package.seal.suite
    plain = io.BytesIO()
    with (package.folder / f"{package.package_id}.age").open("rb") as file:
        age.decrypt(file, plain, [desks.recipient.keys.identity(suite)])
    plain.seek(0)
    with tarfile.open(fileobj=plain) as archive:
        entries = [
            (member.name.partition("/")[2], archive.extractfile(member).read())  # type: ignore[union-attr]
            for member in archive
        ]
    return Forge(
        folder=package.folder,
        package_id=package.package_id,
        seal=json.loads((package.folder / "seal.fengjuan").read_bytes()),
        entries=entries,
        signer=desks.sender.keys,
        inner_signer=desks.sender.keys,
        recipients=[cards.recipient(desks.recipient.card, suite)],
    )


def to(office: Office, suite: Suite = Suite.POST_QUANTUM) -> age.Recipient:
    return cards.recipient(office.card, suite)
