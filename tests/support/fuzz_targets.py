"""Every reader of something from outside as a function of bytes, with good samples to damage.

A reader gives an answer or refuses with a `Fault` (or the error its docstring names); all else is a finding. Readers
that need a vault or a process of their own have their long runs in `tests/fuzz/test_readers.py`.
"""

import functools
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import rfc8785

from desktop_app.core.errors import Fault
from desktop_app.core.resources import resource
from desktop_app.crypto import age, sshsig
from desktop_app.desk import workbook
from desktop_app.domain import exchange
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.records import RevocationReason
from desktop_app.papers import paper_code, workbook_cells
from desktop_app.policy import pack as packs
from desktop_app.policy import pack_digest, reading, workday_tables
from desktop_app.sealing import (
    canonical,
    cards,
    enclosed,
    label,
    manifest,
    outside,
    paper_receipt,
    payload,
    policy_file,
    receipts,
    reviews,
    revocations,
    signed,
)
from desktop_app.sealing.content import Document
from desktop_app.vault import keyslots
from tests.support.package_vectors import CITY, DESKS, FOLDER, INSTITUTE, RECIPIENT, SENDER
from tests.support.packages import Quarantine
from tests.support.receipts import read_receipt

CORPUS = Path(__file__).parents[1] / "fuzz" / "corpus"
#: One suite of each kind: signed twice, with SM3, and the oldest.
_PACKAGE = FOLDER / "ml_dsa_post_quantum_sm3"


@dataclass(frozen=True)
class Target:
    """What is damaged, who reads it, and what may be said against it.

    `tree` and `spell`, where there are: a sample as a value, and the file that says another such value as its maker
    would have written it, so that damage gets past spelling and signature."""

    samples: Callable[[], list[bytes]]
    read: Callable[[bytes], object]
    refuses: tuple[type[Exception], ...] = (Fault,)
    tree: Callable[[], Any] | None = None
    spell: Callable[[Any], bytes] = rfc8785.dumps

    def feed(self, untrusted: bytes) -> bool:
        """Whether the reader took it. Any error but a refusal comes through."""
        try:
            self.read(untrusted)
        except self.refuses:
            return False
        return True


def corpus(name: str) -> list[bytes]:
    """What was kept for a target: inputs that once reached a new place in the program, or broke it."""
    folder = CORPUS / name
    return [path.read_bytes() for path in sorted(folder.iterdir())] if folder.is_dir() else []


@functools.cache
def _plain() -> bytes:
    """The archive inside the age file of a sample."""
    (volume,) = _PACKAGE.glob("*.age")
    out = io.BytesIO()
    head = outside.read(_PACKAGE, lambda check, passed: None).head
    age.decrypt(io.BytesIO(volume.read_bytes()), out, [CITY.keys.identity(head.suite)])
    return out.getvalue()


def _manifest_bytes() -> bytes:
    size = int(_plain()[124:135], 8)
    return _plain()[512 : 512 + size]


def _read_archive(untrusted: bytes) -> object:
    head = outside.read(_PACKAGE, lambda check, passed: None).head
    plain = payload.Plain(iter([memoryview(untrusted)]))
    statement = payload.read_statement(plain, head, INSTITUTE.card, CITY.card)
    came = payload.read_payload(plain, statement, Quarantine(), lambda count: None)
    records = payload.read_records(statement.manifest, came, SecrecyLevel.SECRET)
    return records, enclosed.read(statement.manifest, payload.read_documents(statement.manifest, came))


def _line(path: Path) -> Any:
    return json.loads(path.read_bytes().partition(b"\n")[0])


def _small(namespace: str, seed: bytes) -> Callable[[Any], bytes]:
    return lambda tree: signed.write(rfc8785.dumps(tree), seed, namespace)


def _document(name: str) -> bytes:
    """A document out of a sample package: its archive ends with it."""
    (volume,) = (FOLDER / name).glob("*.age")
    out = io.BytesIO()
    reader = json.loads((FOLDER / "good.json").read_bytes())["packages"][name]["reader"]
    head = outside.read(FOLDER / name, lambda check, passed: None).head
    age.decrypt(io.BytesIO(volume.read_bytes()), out, [DESKS[reader].keys.identity(head.suite)])
    tar = out.getvalue()
    at = tar.index(b"/data/d0001.json") - 26
    return tar[at + 512 : at + 512 + int(tar[at + 124 : at + 135], 8)]


@functools.cache
def _pack_files() -> dict[str, bytes]:
    return dict(reading.files_of(Path(str(resource("policy", "hohhot-2026")))))


#: The files of a pack that a clerk changes most; the others are read by the same hands.
_PACK_PARTS = ("pack.toml", "dates.toml", "rules/1-person.toml", "tilts/one-year-early.toml", "workdays.toml")


def _read_pack(untrusted: bytes) -> object:
    """One file of a pack, told by its first line which."""
    name, _, content = untrusted.partition(b"\n")
    which = name.decode("utf-8", "replace").removeprefix("# ")
    return packs.load_files({**_pack_files(), which: content} if which in _PACK_PARTS else {which: content})


def _pack_parts() -> list[bytes]:
    return [b"# " + name.encode() + b"\n" + _pack_files()[name] for name in _PACK_PARTS]


def _policy_tree() -> Any:
    files = {"pack.toml": "name = '包'\n".encode(), "rules/a.toml": b"[[rule]]\n"}
    value = policy_file.PolicyFile(
        pack="hohhot",
        year=2026,
        edition="1",
        digest=pack_digest.digest(files),
        issuer=SENDER.kid,
        files=policy_file.parts(files),
    )
    return json.loads(canonical.dump(value))


def _workbook() -> bytes:
    return workbook.made([workbook.Sheet("名单", (("姓名", 20), ("年", 8)), (("甲", 2026), ("乙", "=1+1")))])


def _revocation() -> revocations.SignedRevocation:
    day = date(2026, 7, 1)
    return revocations.sign(
        SENDER.card, SENDER.card, SENDER.keys, made_on=day, revoked_on=day, reason=next(iter(RevocationReason))
    )


def _receipt() -> receipts.Receipt:
    return read_receipt((FOLDER / "classical.receipt").read_bytes(), RECIPIENT.card)


def _text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda raw: read(raw.decode("utf-8", "replace"))


def _cards() -> list[bytes]:
    return [(FOLDER / f"{name}.fjcard").read_bytes() for name in ("sender", "city", "institute")]


def _seals() -> list[bytes]:
    return [(FOLDER / name / "seal.fengjuan").read_bytes() for name in ("volumes", "ml_dsa", "two_recipients")]


def _armors() -> list[bytes]:
    return [(FOLDER / "ml_dsa" / "seal.fengjuan.sig").read_bytes()]


def _age_files() -> list[bytes]:
    return [next((FOLDER / name).glob("*.age")).read_bytes() for name in ("no_attachment", "two_recipients")]


def _read_age(untrusted: bytes) -> object:
    return age.decrypt(io.BytesIO(untrusted), io.BytesIO(), [age.X25519Identity(RECIPIENT.keys.classical_seed)])


def _label() -> list[bytes]:
    return [label.qr_text("01KA0000000000000000000000", "ab" * 8, "cd" * 8, 7, "ef" * 32, SENDER.keys).encode()]


def _key_files() -> list[bytes]:
    old = (FOLDER.parent / "keyslots-1.json").read_bytes()
    return [old, *(path.read_bytes() for path in sorted(FOLDER.parent.glob("keyslots-[2-9].json")))]


def _workdays() -> list[bytes]:
    return [resource("policy", "hohhot-2026", "workdays.toml").read_bytes()]


TARGETS: dict[str, Target] = {
    "application": Target(
        lambda: [resource("demo", f"{name}.json").read_bytes() for name in ("mongolian_name", "rare_name")],
        exchange.parse,
        tree=lambda: json.loads(resource("demo", "classified_engineer.json").read_bytes()),
    ),
    "card": Target(
        _cards,
        cards.read_card,
        tree=lambda: _line(FOLDER / "institute.fjcard"),
        spell=_small("fj-card@v1", INSTITUTE.keys.signing_seed),
    ),
    "seal": Target(_seals, manifest.read_seal, tree=lambda: json.loads(_seals()[1])),
    "manifest": Target(lambda: [_manifest_bytes()], manifest.read_manifest, tree=lambda: json.loads(_manifest_bytes())),
    "archive": Target(lambda: [_plain()], _read_archive),
    "age": Target(_age_files, _read_age),
    "signature": Target(_armors, sshsig.read, (sshsig.SignatureRefused,)),
    "reviews": Target(
        lambda: [_document("forward")],
        lambda raw: reviews.read_document(Document("reviews", raw)),
        tree=lambda: json.loads(_document("forward")),
    ),
    "receipt": Target(
        lambda: [(FOLDER / "classical.receipt").read_bytes()],
        lambda raw: read_receipt(raw, RECIPIENT.card),
        tree=lambda: _line(FOLDER / "classical.receipt"),
        spell=_small("fj-receipt@v1", RECIPIENT.keys.signing_seed),
    ),
    "paper_receipt": Target(
        lambda: [paper_receipt.qr_text(_receipt(), RECIPIENT.keys).encode()],
        _text(lambda said: paper_receipt.read_qr(said, RECIPIENT.card)),
    ),
    "revocation": Target(
        lambda: [revocations.file(_revocation(), SENDER.card)],
        revocations.read,
        tree=lambda: json.loads(canonical.dump(_revocation().said)),
        spell=_small("fj-revocation@v1", SENDER.keys.signing_seed),
    ),
    "paper_revocation": Target(lambda: [revocations.qr_text(_revocation()).encode()], _text(revocations.read_paper)),
    "label": Target(_label, _text(label.read_qr)),
    "policy_file": Target(
        lambda: [_small("fj-policy@v1", SENDER.keys.signing_seed)(_policy_tree())],
        lambda raw: policy_file.read(raw, lambda key: SENDER.card),
        tree=_policy_tree,
        spell=_small("fj-policy@v1", SENDER.keys.signing_seed),
    ),
    "policy_pack": Target(_pack_parts, _read_pack),
    "workdays": Target(_workdays, lambda raw: workday_tables.read("workdays.toml", raw)),
    "key_slots": Target(_key_files, lambda raw: keyslots.decoded(raw, "vault")),
    "workbook": Target(lambda: [_workbook()], workbook_cells.read),
    "sheet_code": Target(
        lambda: [paper_code.text("01KA0000000000000000000000", 3, "ab" * 32, "RF").encode()], _text(paper_code.parse)
    ),
}
