"""Makes what `tests/vectors/package` still lacks: `python -m tests.support.package_vectors`.

What lies there is never made anew: those packages stand for the ones already sealed, so a test that no longer opens one
is a finding first. Keys and ids come from fixed seeds; the age files hold their own randomness, so their digests are
recorded.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from desktop_app.core.clock import stamp
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.offices import SecondDigest, Suite
from desktop_app.domain.records import PackageKind
from desktop_app.sealing import cards, label, reader, receipts
from desktop_app.sealing.content import Channel, PackageContent, SealedApplication
from desktop_app.sealing.receipts import Outcome
from tests.support import statements
from tests.support.packages import NOW, Desks, Office, contents, sealed_application, source

FOLDER = Path(__file__).parents[1] / "vectors" / "package"
PDF = b"%PDF-1.7\n% a file of the test vectors\n%%EOF\n"
EPOCH = "00c0ffee00c0ffee"


def _seeded(*words: object) -> bytes:
    return hashlib.sha256(" ".join(map(str, ("fengjuan test vector", *words))).encode()).digest()


def office(role: str, code: str, name: str, desk: Desk, *, keys: int = 3, **asks: Any) -> Office:
    """A fictional desk whose keys anyone can make again; the fourth is for ML-DSA-65."""
    made = cards.DeskKeys(*(_seeded(role, number) for number in range(keys)))
    return Office(made, cards.make_card(made, code=code, name=name, desk=desk, valid_from=date(2026, 1, 1), **asks))


SENDER = office("sender", "UNIT01", "示例单位", Desk.UNIT)
RECIPIENT = office("recipient", "HRB01", "示例人社局", Desk.DISTRICT_HR)
SECOND = office("second", "PWB01", "示例评委会办", Desk.COMMITTEE_OFFICE)
SCHOOL = office("school", "SCH01", "示例学校", Desk.UNIT)
CITY = office("city", "CITY01", "示例市人社局", Desk.CITY_HR, second_digest=SecondDigest.SM3)
INSTITUTE = office("institute", "YJY01", "示例研究院", Desk.UNIT, keys=4)
LIBRARY = office("library", "TSG01", "示例图书馆", Desk.UNIT, keys=4)
DESKS = {
    "sender": SENDER,
    "recipient": RECIPIENT,
    "second": SECOND,
    "school": SCHOOL,
    "city": CITY,
    "institute": INSTITUTE,
    "library": LIBRARY,
}


def ulid(name: str) -> str:
    """An id of the vectors' day that is the same every time."""
    value = int(NOW.timestamp() * 1000) << 80 | int.from_bytes(_seeded("id", name)[:10], "big")
    return label.crockford(value.to_bytes(16, "big"), 26)


def application(name: str, *files: Any, version: int = 1) -> SealedApplication:
    made = sealed_application(*files, name=name)
    return replace(made, id=ulid(f"application {name[:3]}"), version_number=version)


def _scans() -> Sequence[Any]:
    return (
        source("学历证书（扫描）.pdf", PDF),
        source("照片.jpg", b"\xff\xd8\xff\xe0 a photo", "image/jpeg"),
        source("空文件.txt", b"", "text/plain"),
    )


@dataclass(frozen=True)
class Vector:
    """One good package: what it holds, in which suite, for whom, in pieces of which size."""

    content: PackageContent
    suite: Suite = Suite.CLASSICAL
    recipients: tuple[str, ...] = ("recipient",)
    volume_bytes: int | None = None
    sender: str = "sender"


def vectors() -> dict[str, Vector]:
    """Every good package but the two oldest, which only exist as they lie there."""
    one, base = application("示例乙"), application("示例丙", *_scans())
    mended = replace(application("示例丙改", version=2), id=base.id)
    answer = receipts.make(
        reader.inspect(FOLDER / "classical"),
        Outcome.ACCEPTED,
        receiver=RECIPIENT.card,
        received_at=NOW + timedelta(days=1),
    )
    receipt = PackageContent(
        kind=PackageKind.RECEIPT,
        marking=NOT_SECRET,
        documents=(receipts.document(answer),),
        in_reply_to=answer.seal_digest,
    )
    return {
        "no_attachment": Vector(contents(one)),
        "many": Vector(contents(one, base, application("示例丁", source("论文.pdf", PDF)))),
        "expiring": Vector(replace(contents(one), not_after=NOW + timedelta(days=30))),
        "two_recipients": Vector(contents(base), recipients=("recipient", "second")),
        "two_recipients_post_quantum": Vector(contents(one), Suite.POST_QUANTUM, ("recipient", "second")),
        "forward": Vector(statements.forward([one, base], SCHOOL, SENDER)),
        "forward_post_quantum": Vector(statements.forward([one], SCHOOL, SENDER), Suite.POST_QUANTUM),
        "return": Vector(
            statements.returned(statements.notice(base), statements.notice(one)),
            recipients=("sender",),
            sender="recipient",
        ),
        "correction": Vector(statements.correction(mended, base)),
        "receipt": Vector(receipt, recipients=("sender",), sender="recipient"),
        "roster": Vector(statements.roster()),
        "policy": Vector(statements.policy(SENDER)),
        "card": Vector(statements.card_package(SENDER, SCHOOL)),
        "volumes": Vector(contents(base), volume_bytes=1500),
        "experts": Vector(statements.experts()),
        "sm3": Vector(contents(base), recipients=("city",)),
        "sm3_two_recipients_post_quantum": Vector(contents(base), Suite.POST_QUANTUM, ("recipient", "city")),
        "ml_dsa": Vector(contents(base), sender="institute"),
        "ml_dsa_post_quantum_sm3": Vector(contents(one), Suite.POST_QUANTUM, ("city",), sender="institute"),
        "ml_dsa_volumes": Vector(contents(base), volume_bytes=3000, sender="institute"),
        "strip": Vector(replace(contents(one), strip="NMG-0083412")),
    }


def seal(name: str, vector: Vector, sequence: int, medium: Path) -> Any:
    """Seal one vector onto a medium."""
    desks = Desks(
        medium, DESKS[vector.sender], RECIPIENT, Channel(EPOCH, sequence, None, void=(1,) if name == "many" else ())
    )
    return desks.seal(
        vector.content,
        suite=vector.suite,
        volume_bytes=vector.volume_bytes,
        package_id=ulid(f"package {name}"),
        recipients=[DESKS[one].card for one in vector.recipients],
    )


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and contents of a package's folder, README.txt left out."""
    found = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.name != "README.txt":
            data = path.read_bytes()
            found.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return found.hexdigest()


def described(folder: Path) -> dict[str, Any]:
    """What a reader must find, as the outside tells it."""
    head = reader.inspect(folder)
    return {
        "package_id": head.package_id,
        "suite": head.suite.value,
        "sequence": head.sequence,
        "sealed_at": stamp(head.sealed_at),
        "recipients": list(head.recipients),
        "seal_digest": head.seal_digest,
        "seal_code": head.seal_code,
        "volumes": len(head.volumes),
        "folder_sha256": digest_of(folder),
    }


def make() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, desk in DESKS.items():
        path = FOLDER / f"{name}.fjcard"
        if not path.exists():
            path.write_bytes(cards.card_file(desk.card, desk.keys))
    good: dict[str, Any] = {}
    for sequence, (name, vector) in enumerate(vectors().items(), start=3):
        if not (FOLDER / name).exists():
            seal(name, vector, sequence, FOLDER).folder.rename(FOLDER / name)
        to = {"sender": vector.sender, "reader": vector.recipients[0]}
        good[name] = {"type": vector.content.kind.value, **to, **described(FOLDER / name)}
    desks = {
        name: {
            "kid": desk.kid,
            "fingerprint": cards.fingerprint(desk.card),
            "keys": desk.keys.to_bytes().hex(),
            "identity_classical": cards.age.X25519Identity(desk.keys.classical_seed).text(),
            "identity_post_quantum": cards.age.HybridIdentity(desk.keys.post_quantum_seed).text(),
        }
        for name, desk in DESKS.items()
    }
    said = {"note": "Fictional desks. The keys are public and good for nothing else.", "desks": desks, "packages": good}
    (FOLDER / "good.json").write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
