"""What a known desk may try beyond the format: others' filings, others' returns, names that look like others' names.

Every package here is well formed and truly signed by a desk that this one trusts.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count, pairwise
from pathlib import Path

import pytest
from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, new_id
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import (
    arriving,
    bulk_receiving,
    channel,
    contacts,
    draft,
    other_hands,
    receive,
    review_desk,
    seal,
    successions,
)
from desktop_app.desk.bulk_receiving import BulkSort
from desktop_app.desk.session import Session
from desktop_app.desk.step_proofs import Proof
from desktop_app.domain import exchange
from desktop_app.domain.chain import SLOTS, STATIONS
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.offices import ContactCard
from desktop_app.domain.records import Contact, PackageState
from desktop_app.domain.statements import Notice, NoticePoint
from desktop_app.domain.status import Status
from desktop_app.sealing import cards, enclosed, kinds, succession, writer
from desktop_app.sealing.cards import DeskKeys
from desktop_app.sealing.content import Channel, PackageContent, PackageKind, SealedApplication
from desktop_app.sealing.receipts import Outcome
from tests.support import chain, statements
from tests.support.packages import Office
from tests.support.receipts import receipt_file

pytestmark = pytest.mark.slow

NOW = datetime(2026, 7, 6, 1, 0, tzinfo=UTC)
Two = tuple[Session, Session]


@dataclass
class Sender:
    """A desk of which only keys and card are here, trusted by `office`."""

    office: Session
    folder: Path
    code: str
    name: str
    keys: DeskKeys = field(default_factory=cards.new_keys)
    valid_from: date = date(2026, 1, 1)
    kind: Desk = Desk.UNIT

    def __post_init__(self) -> None:
        self._numbers = count(1)
        self.folder.mkdir()
        contact = contacts.keep_card(self.office, self.card)
        spoken = cards.fingerprint(self.card).split()
        contacts.verify(self.office, contact.id, {g: spoken[g] for g in contacts.groups_to_type()}, "甲、乙")

    @property
    def card(self) -> ContactCard:
        return cards.make_card(self.keys, code=self.code, name=self.name, desk=self.kind, valid_from=self.valid_from)

    def seals(self, content: PackageContent) -> Path:
        return writer.seal(
            content,
            keys=self.keys,
            sender=self.card,
            recipients=[channel.own(self.office).card],
            channel=Channel(epoch="hostile", sequence=next(self._numbers), prev_seal=None),
            folder=self.folder,
            package_id=new_id(NOW),
            sealed_at=NOW,
        ).folder

    def files(self, application: str, version: int, name: str) -> Path:
        """A version of somebody's filing."""
        content = exchange.parse(resource("demo", "county_teacher.json").read_bytes())
        person = structs.replace(content.person, name=name)
        record = exchange.canonical(structs.replace(content, person=person, materials=()))
        sealed = SealedApplication(application, version, hashlib.sha256(record).hexdigest(), record, ())
        return self.seals(PackageContent(PackageKind.APPLICATION, NOT_SECRET, (sealed,)))


@pytest.fixture
def hub(open_desk: Callable[..., Session]) -> Session:
    return open_desk(Desk.DEPARTMENT, "DEPT01")


def taken(desk: Session, folder: Path) -> arriving.Came:
    return arriving.take(desk, folder, None, lambda line: None, Progress())


def refusal(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def joined(came: arriving.Came) -> list[str]:
    return [words.zh for words in came.astray if "没有审核签署衔接" in words.zh]


def test_a_version_from_another_desk_than_the_first_is_told_and_writes_nothing_over(
    hub: Session, tmp_path: Path
) -> None:
    one, other = Sender(hub, tmp_path / "a", "UNIT01", "第一中学"), Sender(hub, tmp_path / "b", "UNIT02", "第二中学")
    application = ApplicationId(new_id(NOW))
    assert joined(taken(hub, one.files(application, 1, "原来的人"))) == []
    assert joined(taken(hub, one.files(application, 2, "原来的人"))) == [], "the same desk may mend its own"
    (line,) = bulk_receiving.queue(hub, receive.found(other.files(application, 3, "换来的人")))
    came = bulk_receiving.take(hub, line, None, Progress())
    assert came.sort is BulkSort.WRONG_WAY
    (told,) = [words.zh for words in came.says if "没有审核签署衔接" in words.zh]
    assert {"第一中学", "第二中学"} <= {name for name in ("第一中学", "第二中学") if name in told}
    assert [one.content.person.name for one in draft.versions(hub, application)] == ["原来的人", "原来的人", "换来的人"]
    (who,) = bulk_receiving.inside(hub, [application])
    assert [words.zh for words in who.says if "没有审核签署衔接" in words.zh] == [told], (
        "and is told whenever it is looked at"
    )


@pytest.mark.parametrize("claims", [{"name": "市人力资源和社会保障局"}, {"code": "CITYHR"}])
def test_a_trusted_desk_signs_under_no_other_name_than_its_cards(
    hub: Session, tmp_path: Path, claims: dict[str, str]
) -> None:
    """Lists and registers show who sent something: that is what was compared with people, not what a package says."""

    class Posing(Sender):
        posing = False

        @property
        def card(self) -> ContactCard:
            real = super().card
            return structs.replace(real, **claims) if self.posing else real

    sender = Posing(hub, tmp_path / "a", "UNIT01", "第一中学")
    honest = taken(hub, sender.files(new_id(NOW), 1, "某人")).received
    assert honest is not None
    assert honest.package.peer_name == "第一中学"
    Posing.posing = True
    assert refusal(lambda: taken(hub, sender.files(new_id(NOW), 1, "某人"))) is Code.MANIFEST_MISMATCH


def test_new_keys_of_the_same_desk_are_that_desk(hub: Session, tmp_path: Path) -> None:
    before = Sender(hub, tmp_path / "a", "UNIT01", "第一中学")
    application = new_id(NOW)
    taken(hub, before.files(application, 1, "原来的人"))
    keys = cards.new_keys()
    made = cards.make_card(keys, code="UNIT01", name="第一中学", desk=Desk.UNIT, valid_from=date(2026, 7, 1))
    new = contacts.keep_card(hub, succession.signed_by(made, before.card, before.keys))
    successions.follow(hub, new.id, "甲、乙")

    class Renewed(Sender):
        def __post_init__(self) -> None:
            self._numbers = count(1)
            self.folder.mkdir()

        @property
        def card(self) -> ContactCard:
            return new.card

    after = Renewed(hub, tmp_path / "b", "UNIT01", "第一中学", keys)
    assert joined(taken(hub, after.files(application, 2, "原来的人"))) == []
    record = exchange.canonical(draft.versions(hub, ApplicationId(application))[-1].content)
    third = SealedApplication(application, 3, hashlib.sha256(record).hexdigest(), record, ())
    forwarded = statements.forward([third], Office(keys, new.card))
    assert joined(taken(hub, after.seals(forwarded))) == [], "nor where only the new keys signed a step"


def test_a_way_through_the_hands_of_the_first_desk_is_no_strangers(clock: FixedClock, tmp_path: Path) -> None:
    """The unit sent it past the department, and then by the right way: its step is in the chain that comes."""
    applicant, unit, department, district = desks = [chain.opened(tmp_path, one, clock) for one in chain.CHAIN[:4]]
    for here, there in pairwise(desks):
        chain.introduce(tmp_path, here, there)
    chain.introduce(tmp_path, unit, district)
    application = chain.filed(applicant)
    chain.send(applicant, unit, [application], tmp_path / "first")
    review_desk.sign(unit, application, chain.work(unit, application))
    chain.send(unit, district, [application], tmp_path / "astray")
    assert other_hands.told(district, application) is None
    chain.send(unit, department, [application], tmp_path / "second")
    assert other_hands.told(department, application) is None
    review_desk.sign(department, application, chain.work(department, application))
    chain.send(department, district, [application], tmp_path / "third")
    assert other_hands.told(district, application) is None
    for session in desks:
        session.close()


@pytest.mark.parametrize("fakes", ["first", "own", "stranger"])
def test_a_step_made_up_for_a_trusted_desk_is_shown_as_not_by_its_keys(
    open_desk: Callable[..., Session], tmp_path: Path, fakes: str
) -> None:
    """A unit makes keys in its department's name, signs for it, and passes the filing on as its own next step."""
    district = open_desk(Desk.DISTRICT_HR, "QXRS01")
    department = Sender(district, tmp_path / "a", "DEPT01", "某旗教育局", kind=Desk.DEPARTMENT)
    unit = Sender(district, tmp_path / "b", "UNIT01", "第一中学")
    named = {
        "first": ("DEPT01", "某旗教育局", Desk.DEPARTMENT),
        "own": (district.office.code, district.office.name, Desk.DISTRICT_HR),
        "stranger": ("DEPT09", "另一旗教育局", Desk.DEPARTMENT),
    }[fakes]
    keys = cards.new_keys()
    code, name, kind = named
    fake = Office(keys, cards.make_card(keys, code=code, name=name, desk=kind, valid_from=date(2026, 1, 1)))
    content = exchange.parse(resource("demo", "county_teacher.json").read_bytes())
    record = exchange.canonical(structs.replace(content, materials=()))
    sealed = SealedApplication(new_id(NOW), 1, hashlib.sha256(record).hexdigest(), record, ())
    taken(district, unit.seals(statements.forward([sealed], fake, Office(unit.keys, unit.card))))
    placed = review_desk.placed(district, ApplicationId(sealed.id))
    proofs = {step.name: step.proof for step in placed.earlier}
    assert proofs["第一中学"] is Proof.VERIFIED
    assert proofs[name] is (Proof.UNVERIFIED if fakes == "stranger" else Proof.NAMESAKE)
    (said,) = [step.opinion for step in placed.earlier if step.name == name]
    printed = getattr(placed.content.opinions, SLOTS[STATIONS[kind][0]])
    assert said.text
    assert (printed == said) is (fakes == "stranger"), "a made-up opinion stands on no paper"
    real = SealedApplication(new_id(NOW), 1, sealed.digest, record, ())
    taken(
        district,
        unit.seals(statements.forward([real], Office(department.keys, department.card), Office(unit.keys, unit.card))),
    )
    whole = review_desk.placed(district, ApplicationId(real.id))
    assert {step.proof for step in whole.earlier} == {Proof.VERIFIED}
    after = cards.new_keys()
    made = cards.make_card(after, code="DEPT01", name="某旗教育局", desk=Desk.DEPARTMENT, valid_from=date(2026, 7, 1))
    renewed = Office(after, succession.signed_by(made, department.card, department.keys))
    again = SealedApplication(new_id(NOW), 1, sealed.digest, record, ())
    taken(district, unit.seals(statements.forward([again], renewed, Office(unit.keys, unit.card))))
    follows = review_desk.placed(district, ApplicationId(again.id)).earlier
    assert [step.proof for step in follows] == [Proof.UNVERIFIED, Proof.VERIFIED], "the old keys signed the new ones"


def a_return(answers: str, application: ApplicationId, version: int, digest: str) -> PackageContent:
    notice = Notice(
        application=application,
        version=version,
        digest=digest,
        on=date(2026, 7, 6),
        mend_by=date(2026, 7, 10),
        points=(NoticePoint(says="请改正。"),),
    )
    document = enclosed.document(kinds.NOTICE, notice)
    return PackageContent(PackageKind.RETURN, NOT_SECRET, (), (document,), answers)


def test_only_the_desk_it_was_sealed_for_gives_a_filing_back(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, _ = introduced
    foe = Sender(unit, tmp_path / "foe", "OTHER1", "别的单位")
    (tmp_path / "out").mkdir()
    sent = seal.seal(unit, [submitted], seal.recipients(unit)[0].id, tmp_path / "out", Progress()).record
    (version,) = draft.versions(unit, submitted)
    wrong = a_return(sent.seal_digest, submitted, version.number, version.digest)
    assert refusal(lambda: taken(unit, foe.seals(wrong))) is Code.RETURN_UNKNOWN
    answered = seal.seal(unit, [submitted], _by_code(unit, "OTHER1").id, tmp_path / "out", Progress()).record
    others = a_return(answered.seal_digest, ApplicationId(new_id(NOW)), version.number, version.digest)
    assert refusal(lambda: taken(unit, foe.seals(others))) is Code.RETURN_UNKNOWN, "a filing that was not in it"
    older = a_return(answered.seal_digest, submitted, version.number, "0" * 64)
    assert refusal(lambda: taken(unit, foe.seals(older))) is Code.RETURN_UNKNOWN, "words that were never filed"
    assert draft.load(unit, submitted).status is Status.SEALED
    right = a_return(answered.seal_digest, submitted, version.number, version.digest)
    taken(unit, foe.seals(right))
    assert draft.load(unit, submitted).status is Status.RETURNED


def _by_code(session: Session, code: str) -> Contact:
    (found,) = [one for one in contacts.all_(session) if one.card.code == code]
    return found


def test_a_receipt_brought_twice_or_for_another_package_changes_nothing(
    introduced: Two, submitted: ApplicationId, tmp_path: Path
) -> None:
    unit, committee = introduced
    (tmp_path / "out").mkdir()
    (tmp_path / "back").mkdir()
    to = seal.recipients(unit)[0].id
    first = seal.seal(unit, [submitted], to, tmp_path / "out", Progress())
    second = seal.seal(unit, [submitted], to, tmp_path / "out", Progress())
    receive.open_(committee, first.folder, None, lambda line: None, Progress())
    answer = receive.receipt(committee, first.record.id, tmp_path / "back", Progress())
    seal.take_receipt(unit, answer, Progress())
    assert refusal(lambda: seal.take_receipt(unit, answer, Progress())) is Code.PACKAGE_DUPLICATE
    assert unit.vault.packages.get(first.record.id).state is PackageState.RECEIPTED
    assert unit.vault.packages.get(second.record.id).state is PackageState.VERIFIED
    made, _ = receive.answer(committee, first.record.id)
    moved = structs.replace(made, package_id=second.record.id)
    path = tmp_path / "moved.receipt"
    keys = contacts.keys(committee)
    path.write_bytes(receipt_file(moved, keys))
    assert refusal(lambda: seal.take_receipt(unit, path, Progress())) is Code.RECEIPT_INVALID
    rejected = structs.replace(made, result=Outcome.REJECTED, package_id=second.record.id)
    path.write_bytes(receipt_file(rejected, keys))
    assert refusal(lambda: seal.take_receipt(unit, path, Progress())) is Code.RECEIPT_INVALID
    assert unit.vault.packages.get(second.record.id).state is PackageState.VERIFIED


@pytest.mark.parametrize(
    "name",
    [
        "第一中学\u3000", "第一\u00a0中学", "第一中学\u2800", "第一中学\u3164", "\u115f第一中学", "第一中学\ufe0f",
        "第一中学\u034f", "第一中学 ",
    ],
)  # fmt: skip
def test_a_name_that_only_looks_like_a_trusted_desks_stops_until_people_have_spoken(
    hub: Session, tmp_path: Path, name: str
) -> None:
    Sender(hub, tmp_path / "a", "UNIT01", "第一中学")
    keys = cards.new_keys()
    card = cards.make_card(keys, code="UNIT02", name=name, desk=Desk.UNIT, valid_from=date(2026, 1, 1))
    assert refusal(lambda: contacts.keep_card(hub, card)) is Code.CARD_CHANGED
    other = structs.replace(card, name="第一中学分校")
    assert contacts.keep_card(hub, other).card.name == "第一中学分校"


def test_new_keys_from_the_last_day_that_there_is_end_the_old_ones_without_a_word(hub: Session, tmp_path: Path) -> None:
    """Ninety days after it there is no day: opening anything of the old keys broke off."""
    sender = Sender(hub, tmp_path / "a", "UNIT01", "第一中学")
    folder = sender.files(new_id(NOW), 1, "原来的人")
    made = cards.make_card(cards.new_keys(), code="UNIT01", name="第一中学", desk=Desk.UNIT, valid_from=date.max)
    new = contacts.keep_card(hub, succession.signed_by(made, sender.card, sender.keys))
    successions.follow(hub, new.id, "甲、乙")
    assert successions.last_day(hub, contacts.by_key(hub, cards.key_id(sender.card))) == date.max
    assert taken(hub, folder).received is not None


def test_a_medium_with_an_unsigned_seal_of_no_day_that_people_have_is_listed_as_bad(
    hub: Session, tmp_path: Path
) -> None:
    """Anybody can put this on a stick: the list of the inbox shows the hour of sealing, in this country's time."""
    folder = Sender(hub, tmp_path / "a", "UNIT01", "第一中学").files(new_id(NOW), 1, "原来的人")
    raw = (folder / "seal.fengjuan").read_bytes()
    (folder / "seal.fengjuan").write_bytes(raw.replace(b"2026-07-06T01:00:00Z", b"9999-12-31T23:00:00Z"))
    (found,) = receive.found(folder)
    assert found.head is None
    assert found.fault is not None
    assert found.fault.code is Code.PACKAGE_FORMAT
    (line,) = bulk_receiving.queue(hub, [found])
    assert line.sort is BulkSort.REFUSED
    assert refusal(lambda: taken(hub, folder)) is Code.PACKAGE_FORMAT
