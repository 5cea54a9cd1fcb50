"""Proof for later: every signed step of an application with the public commands that check it without this program.

A folder with a sheet to read and print, the signed steps as they came, and the keys to check them by.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.clock import CHINA, office_day, stamp
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import confirmed_acts, formal_print, paper, proof_sheet, proofs, reviews, told_files
from desktop_app.desk.proof_commands import ALLOWED, allowed, step_commands, step_name
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.marking import require_decided
from desktop_app.domain.records import Direction, PackageRecord
from desktop_app.domain.words import word
from desktop_app.papers import wording
from desktop_app.sealing import cards, disk, label
from desktop_app.sealing.reviews import SignedReview

SHEET = "evidence.txt"
PAPER = "proof-sheet.pdf"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was written: where, and how many signed steps and packages the sheet tells of."""

    folder: Path
    steps: int
    packages: int


def write(session: Session, application: ApplicationId, folder: Path) -> Evidence:
    """Write the evidence of one application into a new folder. It is plain text under the application's mark.

    Every signature is checked on the way. Raises `Fault(MARKING_UNDECIDED | MEDIUM_NOT_EMPTY | REVIEW_INVALID | …)`.
    """
    mark = paper.mark(session, application)
    require_decided(mark)
    chain = reviews.chain(session, application)
    packages = session.vault.packages.holding(application)
    sheet = "\n".join(_sheet(session, application, mark.printed(), chain, packages)) + "\n"
    proof = proofs.of_application(session, application)
    page = proof_sheet.pdf(proof, session, wording.day(office_day(session.clock)), Progress())
    leave = confirmed_acts.require(session, Act.PLAIN_TEXT_WRITTEN, {"application": application})
    objects = {"application": application, "steps": str(len(chain)), **formal_print.noted(leave)}
    files = {**_steps(chain), SHEET: sheet.encode("utf-8-sig"), PAPER: page}
    if folder.exists():
        raise Fault(Code.MEDIUM_NOT_EMPTY, path=str(folder))
    told = {folder / name: content for name, content in files.items()}
    with (
        session.vault.act(Act.PLAIN_TEXT_WRITTEN, objects),
        told_files.announced(session, told, folder),
        disk.NewFolder(folder, private=True) as made,
    ):
        for name, content in files.items():
            made.put(name, content)
        made.sync()
    return Evidence(folder, len(chain), len(packages))


def _steps(chain: Sequence[SignedReview]) -> dict[str, bytes]:
    """Each signed step as it came with its signature, and the keys they are checked by."""
    files = {}
    for at, step in enumerate(chain, start=1):
        _, _, armor = step.text.partition("\n")
        files[step_name(at)] = step.text.encode()
        files[f"{step_name(at)}.sig"] = armor.encode("ascii")
    files |= {f"{step.review.kid}.fjcard": step.card_text.encode() for step in chain}
    return {**files, ALLOWED: allowed(chain).encode("ascii")}


def _sheet(
    session: Session,
    application: ApplicationId,
    mark: str,
    chain: Sequence[SignedReview],
    packages: Sequence[PackageRecord],
) -> Iterator[str]:
    now = session.clock.now()
    yield f"申报流转证据 / Evidence of the hands it passed through　　{mark}"
    yield f"申报编号 / application　{application}"
    yield f"出具 / made by　{session.office.name}　{now.astimezone(CHINA):%Y-%m-%d %H:%M}　{stamp(now)}"
    yield ""
    yield "一、各级签署（由先到后，每一步都签入上一步的摘要）/ Signed steps, each over the one before"
    for at, step in enumerate(chain, start=1):
        yield from _step(at, step)
    if not chain:
        yield "　　本台没有签署记录。/ No signed step is kept here."
    yield ""
    yield "二、封装与回执 / Packages and receipts"
    for one in reversed(packages):
        yield from _package(one)
    yield ""
    yield "三、不用本程序重复核验（在本文件夹内，需 ssh-keygen 和 sha256sum）/ To repeat it without the program, here"
    for command in step_commands(chain):
        yield command.line.replace(" \\\n ", "")  # a file has room for the whole line
    yield ""
    yield "每一步的摘要应等于下一步内容中的 previous；公钥请与各单位名片的指纹核对（见上）。"
    yield "Each digest is the next step's “previous”; compare the keys with the fingerprints of the desks' cards above."


def _step(at: int, step: SignedReview) -> Iterator[str]:
    review = step.review
    yield f"　{at:02d}　{review.name}（{word(review.desk)}，{review.code}）　{stamp(review.signed_at)}"
    yield f"　　　第 {review.version} 版 / version　{review.digest}"
    yield f"　　　签署摘要 / digest　{step.digest}"
    yield f"　　　密钥 / key　{review.kid}　指纹 / fingerprint　{cards.fingerprint(step.card)}"


def _package(one: PackageRecord) -> Iterator[str]:
    way = "发出至 / sent to" if one.direction is Direction.OUT else "收自 / received from"
    yield f"　{one.sequence:06d}　{way} {one.peer_name}（{one.peer}）　{word(one.kind)}　{word(one.state)}"
    if one.seal_digest:
        yield f"　　　封条摘要 / seal　{one.seal_digest}"
        yield f"　　　封条号 / code　{label.code(one.seal_digest)}"
    if one.receipt_digest:
        yield f"　　　回执摘要 / receipt　{one.receipt_digest}"
