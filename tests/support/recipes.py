"""Bad packages as recipes: steps over a good one, every step with the same outcome each time it is taken.

A step on a file of the medium changes that file. A step on a layer below (`manifest`, `entries`, `tar`, `age`, `seal`)
changes that layer and puts the rest together around it as its sender could have: encrypted under the same header, the
digests that follow from it, signed again. So a bad package differs from its good one in one thing only.
"""

import hashlib
import io
import json
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric import mldsa

from desktop_app.crypto import age, sshsig
from desktop_app.crypto.age_stream import seal_all
from desktop_app.domain.offices import Suite
from desktop_app.sealing import bag
from tests.support.package_vectors import DESKS, FOLDER

#: Where a recipe's steps are taken; those not named here are files of the medium.
INSIDE = ("manifest", "lattice_manifest", "entries", "tar", "age", "seal", "lattice_seal")
Step = list[Any]


@dataclass
class Layers:
    """A one-volume package taken apart; `together` writes what its parts say now."""

    folder: Path
    sender: str
    reader: str
    namespaces: dict[str, str] = field(default_factory=lambda: {"manifest": "fj-manifest@v1", "seal": "fj-seal@v1"})
    signers: dict[str, str] = field(default_factory=dict)
    keep: set[str] = field(default_factory=set)
    late: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seal: dict[str, Any] = json.loads((self.folder / "seal.fengjuan").read_bytes())
        self.when = int(datetime.fromisoformat(self.seal["sealed_at"]).timestamp())
        (volume,) = self.folder.glob("*.age")
        self.volume, raw = volume, io.BytesIO(volume.read_bytes())
        header = age.read_header(raw)
        identity = DESKS[self.reader].keys.identity(Suite(self.seal["suite"]))
        self.file_key = next(key for stanza in header.stanzas if (key := identity.unwrap(stanza)) is not None)
        self.head = raw.getvalue()[: raw.tell() + 16]
        raw.seek(0)
        plain = io.BytesIO()
        age.decrypt(raw, plain, [identity])
        self.entries = list(_entries(plain.getvalue()))

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(dict(self.entries)["manifest.json"])
        return found

    def put(self, name: str, data: bytes) -> None:
        self.entries = [(each, data if each == name else old) for each, old in self.entries]

    def say(self, raw: bytes) -> None:
        """Another manifest with its signature, and the bag's own digests after it."""
        self.put("manifest.json", raw)
        for name, signature in self._signed("manifest", raw).items():
            if name not in self.keep:
                self.put(name, signature)
        before = self.entries[: [name for name, _ in self.entries].index("tagmanifest-sha256.txt")]
        lines = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(before))
        self.put("tagmanifest-sha256.txt", "".join(lines).encode())

    def together(self) -> None:
        id_ = self.seal["package_id"]
        parts = [bag.header(id_, n, len(d), self.when) + d + bag.padding(len(d)) for n, d in self.entries]
        tar = _bytes(b"".join(parts) + bag.END, self._late("tar"))
        key = age.hkdf(self.file_key, self.head[-16:], b"payload")
        cipher = io.BytesIO(self.head)
        cipher.seek(0, io.SEEK_END)
        seal_all(io.BytesIO(tar), key, on_plain=lambda block: None, put=cipher.write, step=lambda: None)
        data = _bytes(cipher.getvalue(), self._late("age"))
        self.volume.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        if "manifest_sha256" not in self.keep:
            self.seal["manifest_sha256"] = hashlib.sha256(dict(self.entries)["manifest.json"]).hexdigest()
        volume = {"n": 1, "name": self.volume.name, "bytes": len(data), "sha256": digest}
        self.seal["cipher"] = {"bytes": len(data), "sha256": digest, "volumes": [volume]}
        for step in self._late("seal", "set"):
            _set(self.seal, step[2], step[3:])
        raw = _bytes(rfc8785.dumps(self.seal), [one for one in self._late("seal") if one[1] != "set"])
        (self.folder / "seal.fengjuan").write_bytes(raw)
        for name, signature in self._signed("seal", raw).items():
            (self.folder / name).write_bytes(signature)

    def _signed(self, layer: str, raw: bytes) -> dict[str, bytes]:
        """Both signatures over a statement; `lattice_manifest` and `lattice_seal` say who makes the second for what."""
        name, other = {"manifest": "manifest.json", "seal": "seal.fengjuan"}[layer], f"lattice_{layer}"
        keys = DESKS[self.signers.get(layer, self.sender)].keys
        made = {f"{name}.sig": sshsig.sign(raw, keys.signing_seed, self.namespaces[layer])}
        if seed := DESKS[self.signers.get(other, self.sender)].keys.lattice_seed:
            context = self.namespaces.get(other, f"fj-{layer}@v1")
            made[f"{name}.mldsa65"] = mldsa.MLDSA65PrivateKey.from_seed_bytes(seed).sign(raw, context.encode())
        return made

    def _late(self, layer: str, op: str = "") -> list[Step]:
        return [step for step in self.late if step[0] == layer and (not op or step[1] == op)]

    def take(self, step: Step) -> None:
        """One step; what is about bytes waits until they exist."""
        layer, op, *rest = step
        if op == "signer":
            self.signers[layer] = rest[0]
        elif op == "namespace":
            self.namespaces[layer] = rest[0]
        elif op == "keep":
            self.keep.add(rest[0])
        elif layer == "entries":
            self._change_entries(op, rest)
        elif layer == "manifest" and op == "set":
            tree = self.manifest
            _set(tree, rest[0], rest[1:])
            self.say(rfc8785.dumps(tree))
        elif layer == "manifest":
            self.say(_bytes(dict(self.entries)["manifest.json"], [step]))
        else:
            self.late.append(step)
        if layer.endswith("manifest") and op in ("signer", "namespace"):
            self.say(dict(self.entries)["manifest.json"])

    def _change_entries(self, op: str, rest: list[Any]) -> None:
        if op == "add":
            self.entries.insert(rest[0], (rest[1], bytes.fromhex(rest[2])))
        elif op == "remove":
            del self.entries[rest[0]]
        elif op == "move":
            self.entries.insert(rest[1], self.entries.pop(rest[0]))
        elif op == "rename":
            self.entries = [(rest[1] if name == rest[0] else name, data) for name, data in self.entries]
        elif op == "bytes":
            self.put(rest[0], _bytes(dict(self.entries)[rest[0]], [["", *rest[1:]]]))
        else:
            raise ValueError(op)


def _entries(tar: bytes) -> Any:
    at = 0
    while tar[at]:
        name = tar[at : at + 100].rstrip(b"\0").decode().partition("/")[2]
        size = int(tar[at + 124 : at + 135], 8)
        yield name, tar[at + 512 : at + 512 + size]
        at += bag.entry_size(size)


def _set(tree: dict[str, Any], path: str, value: list[Any]) -> None:
    """Put a value at a place (`files.0.name`), or take the place out when none is given."""
    *way, last = path.split(".")
    here: Any = tree
    for word in way:
        here = here[int(word) if word.isdigit() else word]
    key: Any = int(last) if isinstance(here, list) else last
    if value:
        here[key] = value[0]
    else:
        del here[key]


def _bytes(raw: bytes, steps: list[Step]) -> bytes:
    for _, op, *rest in steps:
        if op == "flip":
            at = rest[0] % len(raw)
            raw = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]
        elif op == "flip_after":
            raw = _bytes(raw, [["", "flip", raw.index(rest[0].encode()) + len(rest[0]) + rest[1]]])
        elif op == "cut":
            raw = raw[: -rest[0]]
        elif op == "append":
            raw = raw + bytes.fromhex(rest[0])
        elif op == "replace":
            old, new = rest[0].encode(), rest[1].encode()
            assert old in raw, f"{rest[0]} is not there"
            raw = raw.replace(old, new, 1)
        elif op == "write":
            raw = bytes.fromhex(rest[0]) * (rest[1] if len(rest) > 1 else 1)
        elif op != "set":
            raise ValueError(op)
    return raw


def _on_medium(folder: Path, step: Step) -> None:
    name, op, *rest = step
    path = folder / name if name.startswith(("seal.", "new")) else sorted(folder.glob("*.age*"))[int(name)]
    if op == "delete":
        path.unlink()
    elif op == "rename":
        path.rename(folder / rest[0])
    elif op == "copy":
        shutil.copy(path, folder / f"{path.name}{rest[0]}")
    elif op == "link":
        path.rename(folder / "elsewhere")
        path.symlink_to("elsewhere")
    elif op == "swap":
        other = sorted(folder.glob("*.age*"))[rest[0]]
        one, two = path.read_bytes(), other.read_bytes()
        path.write_bytes(two)
        other.write_bytes(one)
    else:
        path.write_bytes(_bytes(path.read_bytes(), [step]))


def signs_anew(recipe: dict[str, Any], base: dict[str, Any]) -> bool:
    """Whether a step has ML-DSA-65 signatures made, which hold randomness of their own: no digest then comes again."""
    return bool(DESKS[base["sender"]].keys.lattice_seed) and any(step[0] in INSIDE for step in recipe["steps"])


def cook(recipe: dict[str, Any], base: dict[str, Any], out: Path) -> Path:
    """The bad package of a recipe, in a new folder below `out`."""
    folder = out / recipe["name"]
    shutil.copytree(FOLDER / recipe["base"], folder)
    inside = [step for step in recipe["steps"] if step[0] in INSIDE]
    if inside:
        layers = Layers(folder, base["sender"], base["reader"])
        for step in inside:
            layers.take(step)
        layers.together()
    for step in recipe["steps"]:
        if step[0] not in INSIDE:
            _on_medium(folder, step)
    return folder
