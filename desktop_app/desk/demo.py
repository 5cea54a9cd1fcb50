"""The main job from end to end on a fictional engineer: two desks, one package, a receipt; every act real."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import (
    check,
    contacts,
    covers,
    draft,
    formal_print,
    keep,
    opening,
    paper,
    print_,
    receive,
    seal,
    submit,
)
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Verdict, Words, bilingual, listed
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.records import PackageRecord
from desktop_app.domain.words import word, words_of
from desktop_app.host import atomic
from desktop_app.host.faults import as_fault

#: A workday inside the senior window of the 2026 notice (三（二）3), before the last posting day.
DEMO_DAY = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
DEMO_PERSON = "classified_engineer"

#: What the demo person hands in: kind, file under resources/demo/files, year where the paper has one.
SCANS: tuple[tuple[MaterialKind, str, int | None], ...] = (
    (MaterialKind.PHOTO, "photo.jpg", None),
    (MaterialKind.CONTINUING_EDUCATION_CARD, "continuing_education_card.pdf", None),
    (MaterialKind.PRESENT_CERTIFICATE, "present_certificate.pdf", None),
    (MaterialKind.LETTER_OF_APPOINTMENT, "letter_of_appointment.pdf", None),
    (MaterialKind.YEARLY_ASSESSMENT, "yearly_assessment_2023.pdf", 2023),
    (MaterialKind.YEARLY_ASSESSMENT, "yearly_assessment_2024.pdf", 2024),
    (MaterialKind.YEARLY_ASSESSMENT, "yearly_assessment_2025.pdf", 2025),
    (MaterialKind.PUBLIC_NOTICE_REPORT, "public_notice_report.pdf", None),
    (MaterialKind.PUBLICATION, "publication.pdf", None),
    (MaterialKind.ACHIEVEMENT_PROOF, "achievement_proof.pdf", None),
    (MaterialKind.WORK_SUMMARY, "work_summary.pdf", None),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One finished step, in words."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class Result:
    """What lies in the folder afterwards."""

    files: tuple[Path, ...]


@dataclass(slots=True)
class _Run:
    out: Path
    clock: FixedClock
    told: Callable[[Step], None]
    noted: bool

    def tell(self, key: str, text: str, /, **fields: object) -> None:
        self.told(Step(key, bilingual(text, **fields)))
        self.clock.advance(minutes=3)


def run(out: Path, told: Callable[[Step], None], *, noted: bool = True) -> Result:
    """Do the whole job in `out`, telling each step as it is done. Raises `Fault` where any step fails.

    Of vaults that are only tried and thrown away nothing is `noted` among this user's settings.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise as_fault(error, out) from error
    job = _Run(out, FixedClock(DEMO_DAY), told, noted)
    passphrase = f"demo-{secrets.token_urlsafe(12)}"
    unit = _open_desk(job, passphrase, Desk.UNIT, "QCCH01", "呼和浩特市青城测绘地理信息中心（示例）", "陆怀谷")
    committee = _open_desk(
        job, passphrase, Desk.COMMITTEE_OFFICE, "GCGPW", "工程系列高级评委会办公室（示例）", "赵启明"
    )
    try:
        _introduce(job, unit, committee)
        application = _fill_in(job, unit)
        _print(job, unit, application, passphrase)
        package = _send(job, unit, committee, application)
        formal_print.confirm(committee, passphrase)
        _receive(job, unit, committee, package)
        _inspect(job, unit, committee)
    finally:
        unit.close()
        committee.close()
    job.tell("passphrase", "两个示例保险库的口令：{passphrase}", passphrase=passphrase)
    return Result(tuple(sorted(p for p in out.rglob("*") if p.is_file())))


def _open_desk(job: _Run, passphrase: str, desk: Desk, code: str, name: str, officer: str) -> Session:
    folder = job.out / f"vault-{desk.value}"
    session = opening.create(
        opening.NewVault(
            folder=folder,
            passphrase=passphrase,
            office=Office(desk=desk, code=code, name=name, officer=officer),
            machine=Machine(number=f"DEMO-{code}", level=SecrecyLevel.SECRET, keeper=officer),
            user=officer,
        ),
        job.clock,
        noted=job.noted,
    )
    own = contacts.ensure_identity(session)
    job.tell(
        f"vault_{desk.value}",
        "建立{desk}保险库 {folder}，本台指纹 {fingerprint}",
        desk=word(desk),
        folder=folder.name,
        fingerprint=own.fingerprint,
    )
    return session


def _introduce(job: _Run, unit: Session, committee: Session) -> None:
    """Each desk takes the other's card and types the groups that the other reads out."""
    for here, there in ((unit, committee), (committee, unit)):
        path = job.out / f"card-{there.office.code}.fjcard"
        if not path.exists():
            contacts.save_card(there, path)
        contact = contacts.take_in(here, path)
        spoken = contacts.own_card(there).fingerprint.split()
        typed = {group: spoken[group] for group in contacts.groups_to_type()}
        contacts.verify(here, contact.id, typed, f"{here.office.officer}、{there.office.officer}")
    job.tell("cards", "两台互换名片并核对了指纹")


def _fill_in(job: _Run, unit: Session) -> ApplicationId:
    application = draft.take_in(unit, resource("demo", f"{DEMO_PERSON}.json"))
    for kind, name, year in SCANS:
        draft.attach(unit, application, kind, resource("demo", "files", name), year)
    content = draft.load(unit, application).draft
    answer = check.assess(content, unit.today(), unit.pack)
    counts = {v: sum(f.verdict is v for f in answer.findings) for v in Verdict}
    found = listed(bilingual("{v} {n}", v=words_of(v), n=n) for v, n in counts.items())
    job.tell(
        "check",
        "填入“{person}”的申报和 {scans} 份材料；规定检查：{found}",
        person=content.person.name,
        scans=len(SCANS),
        found=found,
    )
    chain = " → ".join(word(stop.station) for stop in answer.route.stops)
    job.tell(
        "route", "报送路线：{chain}；最迟 {latest_posting} 开始公示", chain=chain, latest_posting=answer.latest_posting
    )
    version = submit.submit(unit, application)
    job.tell(
        "submit", "提交第 {version_number} 版，摘要 {digest}", version_number=version.number, digest=version.digest[:16]
    )
    return application


def _print(job: _Run, unit: Session, application: ApplicationId, passphrase: str) -> None:
    papers = job.out / "papers"
    papers.mkdir()
    formal_print.confirm(unit, passphrase)
    for document in (Document.REVIEW_FORM, Document.SUBMISSION_FORM):
        outcome = print_.print_to_file(unit, application, document, papers / f"{document.value}.pdf", Progress())
        first, last = outcome.copies[0].number, outcome.copies[-1].number
        job.tell(
            f"print_{document.value}",
            "{document}：{copies} 份，份号 {first:06d}–{last:06d}，共 {pages} 页",
            document=words_of(document),
            copies=len(outcome.copies),
            first=first,
            last=last,
            pages=outcome.pages,
        )
    paper.save_pdf(unit, application, Document.LIST_OF_MATERIALS, papers / "list_of_materials.pdf", Progress())


def _send(job: _Run, unit: Session, committee: Session, application: ApplicationId) -> PackageRecord:
    stick = job.out / "stick"
    stick.mkdir()
    outcome = seal.seal(unit, [application], seal.recipients(unit)[0].id, stick, Progress())
    papers = job.out / "papers"
    atomic.write_atomic(papers / "seal_label.pdf", covers.label_pdf(unit, outcome.record.id, Progress()))
    atomic.write_atomic(papers / "delivery_slip.pdf", covers.slip_pdf(unit, outcome.record.id, Progress()))
    seal.deliver(unit, outcome.record.id)
    job.tell(
        "seal",
        "封装给{office}：{folder}，写后回读一致，封条号 {seal_code}",
        office=committee.office.name,
        folder=outcome.folder.name,
        seal_code=outcome.seal_code,
    )
    return seal.packages(unit, outcome.record.direction)[0]


def _receive(job: _Run, unit: Session, committee: Session, sent: PackageRecord) -> None:
    found = receive.found(job.out / "stick")[0]
    groups = dict(enumerate(seal.seal_code(sent).split()))
    made: list[str] = []

    def report(line: receive.CheckLine) -> None:
        made.append(word(line.check))

    received = receive.open_(committee, found.folder, groups, report, Progress())
    job.tell(
        "open",
        "收件方按序完成 {made} 项核验（{made_2}），导入 {applications} 份申报",
        made=len(made),
        made_2="、".join(made),
        applications=len(received.applications),
    )
    back = job.out / "stick-back"
    back.mkdir()
    receipt = receive.receipt(committee, received.package.id, back, Progress())
    matched = seal.take_receipt(unit, receipt, Progress())
    job.tell(
        "receipt", "回执 {receipt} 签名与封装相符，状态：{state}", receipt=receipt.name, state=words_of(matched.state)
    )


def _inspect(job: _Run, unit: Session, committee: Session) -> None:
    problems = [p for s in (unit, committee) for p in keep.check_vault(s, Progress()).problems]
    job.tell("vault_check", "两个保险库检查：发现问题 {problems} 个", problems=len(problems))
