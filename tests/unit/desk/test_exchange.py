"""Between two desks: a correction after a return, twins told, cards, packs and rosters that arrive."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import (
    bulk_receiving,
    contacts,
    corrections,
    draft,
    kept_packs,
    paper,
    receive,
    returns,
    rosters_in,
    seal,
    sending,
    sharing,
    submit,
    under_way,
)
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.kinds import Desk
from desktop_app.domain.offices import Suite
from desktop_app.domain.records import Direction, PackageKind, Trust
from desktop_app.domain.statements import NoticePoint
from desktop_app.domain.status import Status
from desktop_app.sealing import enclosed, kinds
from desktop_app.sealing.content import Channel, PackageContent, SealedApplication
from tests.support.packages import Desks, Office, contents, office, sealed_application
from tests.support.pdf_words import pages

pytestmark = pytest.mark.slow

Two = tuple[Session, Session]
POINTS = (NoticePoint(field="person.name", says="姓名与身份证不一致，请改正。"),)


def stick(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / name
    folder.mkdir()
    return folder


def send(session: Session, application: ApplicationId, folder: Path) -> seal.SealedOutcome:
    return seal.seal(session, [application], seal.recipients(session)[0].id, folder, Progress())


def open_(session: Session, folder: Path) -> receive.Received:
    return receive.open_(session, folder, None, lambda line: None, Progress())


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def given_back(introduced: Two, application: ApplicationId, tmp_path: Path) -> None:
    """Sent, taken in, given back, opened again to be mended."""
    unit, committee = introduced
    open_(committee, send(unit, application, stick(tmp_path, "out")).folder)
    planned = {application: returns.Planned(POINTS, date(2026, 7, 10))}
    back = returns.give(committee, planned, stick(tmp_path, "back"), Progress())
    assert back.record.kind is PackageKind.RETURN
    open_(unit, back.folder)
    assert draft.load(unit, application).status is Status.RETURNED
    returns.revise(unit, application)


def mend(unit: Session, application: ApplicationId, name: str) -> None:
    content = draft.load(unit, application).draft
    person = msgspec.structs.replace(content.person, name=name)
    draft.save(unit, application, msgspec.structs.replace(content, person=person))
    submit.submit(unit, application)


def test_a_correction_brings_only_what_is_new(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    given_back(introduced, submitted, tmp_path)
    mend(unit, submitted, "示例改")
    whole = draft.attachments(committee, submitted)
    sent = send(unit, submitted, stick(tmp_path, "mended"))
    assert sent.record.kind is PackageKind.CORRECTION
    (volume,) = sent.folder.glob("*.age")
    assert volume.stat().st_size < sum(one.size for one in whole)
    received = open_(committee, sent.folder)
    assert received.package.kind is PackageKind.CORRECTION
    assert draft.load(committee, submitted).status is Status.RECEIVED
    assert [version.content.person.name for version in draft.versions(committee, submitted)][-1] == "示例改"
    assert draft.attachments(committee, submitted) == whole
    for desk in introduced:
        (said,) = corrections.of(desk, submitted)
        assert (said.base_version, said.version, said.changed) == (1, 2, ("person.name",))
        assert said.notice is not None
    assert committee.vault.check(Progress()).sound


def test_a_correction_of_nothing_is_not_sealed(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, _ = introduced
    given_back(introduced, submitted, tmp_path)
    submit.submit(unit, submitted)
    folder = stick(tmp_path, "again")
    assert refused(lambda: send(unit, submitted, folder)) is Code.CORRECTION_SAME
    assert list(folder.iterdir()) == []


def _said_otherwise(unit: Session, application: ApplicationId, folder: Path, **changes: object) -> Path:
    """A correction that says something else than what it does."""
    version = draft.versions(unit, application)[-1]
    answers = corrections.answers(unit, [version], seal.recipients(unit)[0])
    assert answers is not None
    said = msgspec.structs.replace(answers.said[0], **changes)
    record = exchange.canonical(version.content)
    sealed = SealedApplication(application, version.number, version.digest, record)
    content = PackageContent(
        PackageKind.CORRECTION,
        version.content.marking,
        (sealed,),
        (enclosed.document(kinds.CORRECTION, said),),
        answers.in_reply_to,
    )
    return sending.send(unit, seal.recipients(unit)[0], content, (), folder, Progress())[1].folder


def test_a_correction_that_does_something_else_is_refused(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    given_back(introduced, submitted, tmp_path)
    mend(unit, submitted, "示例改")
    for name, changes, code in (
        ("silent", {"changed": ("unit.name",)}, Code.CORRECTION_MISMATCH),
        ("unknown", {"base_digest": "0" * 64}, Code.CORRECTION_BASE),
        ("missing", {"kept": ("0" * 64,)}, Code.CORRECTION_BASE),
        ("half", {"kept": ()}, Code.RECORD_SCHEMA),
    ):
        folder = _said_otherwise(unit, submitted, stick(tmp_path, name), **changes)
        assert refused(lambda folder=folder: open_(committee, folder)) is code
    assert len(draft.versions(committee, submitted)) == 1


def test_a_twin_in_another_package_is_told(
    introduced: Two, submitted: ApplicationId, open_desk: Callable[..., Session], tmp_path: Path
) -> None:
    unit, committee = introduced
    second = open_desk(Desk.UNIT, "UNIT02")
    for here, there in ((second, committee), (committee, second)):
        path = tmp_path / f"{there.office.code}-2.fjcard"
        contacts.save_card(there, path)
        known = contacts.take_in(here, path)
        contacts.verify(here, known.id, dict(enumerate(contacts.own_card(there).fingerprint.split())), "甲、乙")
    assert open_(committee, send(unit, submitted, stick(tmp_path, "first")).folder).warnings[:0] == ()
    twin = draft.take_in(second, resource("demo", "classified_engineer.json"))
    for kind, name, year in SCANS:
        draft.attach(second, twin, kind, resource("demo", "files", name), year)
    submit.submit(second, twin)
    received = open_(committee, send(second, twin, stick(tmp_path, "second")).folder)
    told = [words.zh for words in received.warnings if "只能保留一件" in words.zh]
    assert len(told) == 1
    assert "由测试UNIT01报来" in told[0]


def test_a_later_number_that_came_first_is_told(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    first = send(unit, submitted, stick(tmp_path, "one"))
    second = send(unit, submitted, stick(tmp_path, "two"))
    gap = [words.zh for words in open_(committee, second.folder).warnings]
    assert any("编号尚未收到：1" in one for one in gap)
    late = [words.zh for words in open_(committee, first.folder).warnings]
    assert any("编号更大的一包（2）已先收到" in one for one in late)


def test_a_new_card_arrives_unverified(introduced: Two, open_desk: Callable[..., Session], tmp_path: Path) -> None:
    unit, committee = introduced
    sealed = sharing.seal(unit, sharing.card(unit), seal.recipients(unit)[0].id, stick(tmp_path, "card"), Progress())
    assert sealed.kind is PackageKind.CARD
    (folder,) = (tmp_path / "card").iterdir()
    received = open_(committee, folder)
    assert received.applications == ()
    assert "请核对指纹" in received.told[0].zh
    assert [one.trust for one in contacts.all_(committee)] == [Trust.VERIFIED]  # the same card again changes nothing


def test_a_policy_pack_arrives_under_its_senders_name(introduced: Two, tmp_path: Path) -> None:
    unit, committee = introduced
    policy = kept_packs.known(committee)[0][0]
    sharing.seal(
        committee,
        sharing.policy(committee, policy),
        seal.recipients(committee)[0].id,
        stick(tmp_path, "pack"),
        Progress(),
    )
    (folder,) = (tmp_path / "pack").iterdir()
    received = open_(unit, folder)
    assert policy.edition in received.told[0].zh
    assert received.package.kind is PackageKind.POLICY


def test_a_roster_arrives_as_a_table(introduced: Two, submitted: ApplicationId, tmp_path: Path) -> None:
    unit, committee = introduced
    sharing.seal(
        unit, sharing.roster(unit, Progress()), seal.recipients(unit)[0].id, stick(tmp_path, "roster"), Progress()
    )
    (folder,) = (tmp_path / "roster").iterdir()
    assert "1 人" in open_(committee, folder).told[0].zh
    assert under_way.under_way(committee) == ()  # nobody waits for an answer
    assert bulk_receiving.to_answer(committee) == ()
    (came,) = rosters_in.all_(committee)
    roster = came.roster
    assert (came.sender, came.marking) == (unit.office.name, paper.mark(unit, submitted))
    paper_of_it = tmp_path / "roster.pdf"
    rosters_in.save(committee, came, paper_of_it, Progress())
    shown = "".join(pages(paper_of_it.read_bytes()))
    assert roster.rows[0][1] in shown
    assert "收到，第 1 号封装" in shown
    assert came.marking.printed() in shown
    row = dict(zip(roster.columns, roster.rows[0], strict=True))
    assert row["name"] == draft.load(unit, submitted).draft.person.name
    packages = seal.packages(committee, Direction.IN)
    assert [one.kind for one in packages] == [PackageKind.ROSTER]


def test_a_desk_that_asks_for_the_stronger_suite_is_not_believed_in_a_weaker_one(
    committee: Session, tmp_path: Path
) -> None:
    strict = office("STRICT", "要求抗量子的单位", minimum=Suite.POST_QUANTUM)
    own = contacts.ensure_identity(committee)
    card = contacts.keep_card(committee, strict.card)
    contacts.verify(committee, card.id, dict(enumerate(contacts.fingerprint(card).split())), "甲、乙")
    receiver = Office(contacts.keys(committee), own.card)
    medium = stick(tmp_path, "weak")
    desks = Desks(medium, strict, receiver, Channel("e1", 1, None))
    application = contents(sealed_application())
    weak = desks.seal(application, suite=Suite.CLASSICAL).folder
    assert refused(lambda: open_(committee, weak)) is Code.SUITE_DOWNGRADE
    strong = desks.seal(application, suite=Suite.POST_QUANTUM).folder
    assert len(open_(committee, strong).applications) == 1
