"""The chain of review over five desks: answered, signed, verified, sent on, sent back, mended, given up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import (
    committees,
    dishonesty,
    draft,
    formal_print,
    held_notices,
    home,
    keep,
    meeting_groups,
    meetings,
    opening,
    paper,
    posts,
    returns,
    review_batch,
    review_desk,
    review_list,
    review_view,
    reviews,
    seal,
    submit,
)
from desktop_app.desk.demo import SCANS
from desktop_app.desk.held_notices import HeldNotice, NoticeMode, Objection, ObjectionState
from desktop_app.desk.review_batch import Together
from desktop_app.desk.review_list import ReviewState
from desktop_app.desk.session import Session
from desktop_app.desk.step_proofs import Proof
from desktop_app.domain.application import Opinions, Recommendation
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.dishonesty import DishonestyRecord
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Desk
from desktop_app.domain.posts import PostLine
from desktop_app.domain.review_meeting import Committee
from desktop_app.domain.statements import NoticePoint, StatementKind
from desktop_app.domain.status import Status
from desktop_app.ui.review import words as review_words
from tests.support import chain

pytestmark = pytest.mark.slow


@dataclass
class Five:
    """The desks, the filing, and the stick's folder."""

    desks: dict[Desk, Session]
    application: ApplicationId
    folder: Path
    clock: FixedClock
    sent: int = 0

    def __getitem__(self, desk: Desk) -> Session:
        return self.desks[desk]

    def send(self, here: Desk, there: Desk) -> None:
        self.sent += 1
        chain.send(self[here], self[there], [self.application], self.folder / f"stick{self.sent}")

    def back(self, here: Desk, there: Desk, planned: returns.Planned) -> None:
        self.sent += 1

        def give(session: Session, ids: list[ApplicationId], _: object, folder: Path, progress: Progress) -> object:
            return returns.give(session, dict.fromkeys(ids, planned), folder, progress)

        chain.send(self[here], self[there], [self.application], self.folder / f"stick{self.sent}", give)

    def sign(self, desk: Desk, text: str = "同意上报。") -> None:
        review_desk.sign(self[desk], self.application, chain.work(self[desk], self.application, text))

    def status(self, desk: Desk) -> Status:
        return self[desk].vault.applications.get(self.application).status


@pytest.fixture
def five(tmp_path: Path) -> Iterator[Five]:
    clock = FixedClock(datetime(2026, 6, 15, 1, 0, tzinfo=UTC))
    desks = {desk: chain.opened(tmp_path, desk, clock) for desk in chain.CHAIN}
    for one, other in zip(chain.CHAIN, chain.CHAIN[1:], strict=False):
        chain.introduce(tmp_path, desks[one], desks[other])
    yield Five(desks, chain.filed(desks[Desk.APPLICANT]), tmp_path, clock)
    for session in desks.values():
        session.close()


def home_tells(session: Session) -> list[int]:
    """How many wait and are signed, as home counts them without reading a whole year; the lists have the same."""
    halves, heads = review_list.halves(session), review_list.heads(session)
    assert [half.count for half in heads] == [len(rows) for rows in halves]
    assert [half.first for half in heads] == [rows[0] if rows else None for rows in halves]
    return [half.count for half in heads]


def posted(five: Five) -> None:
    """The unit's notice, from its first day to taken down."""
    five.clock.advance(days=1)
    planned = HeldNotice(
        id="",
        mode=NoticeMode.POSTED,
        applications=(five.application,),
        first_day=date(2026, 6, 16),
        place="办公楼一层公示栏",
    )
    held = held_notices.hold(five[Desk.UNIT], planned)
    hangs = [one for one in home.overview(five[Desk.UNIT]).waiting if one.kind is home.WaitingKind.HANGS]
    assert [(home.question(one.kind), one.days_left) for one in hangs] == [(home.Question.UNDER_WAY, 8)]
    five.clock.advance(days=9)
    held_notices.take_down(five[Desk.UNIT], held.id, "其木格")


def test_what_lay_in_a_voided_package_only_waits_to_be_passed_on_again(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    five.sign(Desk.UNIT)
    unit = five[Desk.UNIT]
    to = next(one for one in seal.recipients(unit) if one.card.desk is Desk.DEPARTMENT).id
    formal_print.confirm(unit, chain.PASSPHRASE)
    (five.folder / "lost").mkdir()
    sent = [seal.seal(unit, [five.application], to, five.folder / "lost", Progress()).record for _ in range(2)]
    seal.void(unit, sent[0].id)
    assert five.status(Desk.UNIT) is Status.FORWARDED  # the second may still arrive
    seal.void(unit, sent[1].id)
    assert five.status(Desk.UNIT) is Status.RECEIVED
    listed = review_list.listed(unit, ReviewState.SIGNED)
    assert ([one.application for one in listed.lines], listed.counts[ReviewState.PASSED_ON]) == ([five.application], 0)


def test_what_an_objection_came_to_travels_with_the_units_signed_step(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    unit, department = five[Desk.UNIT], five[Desk.DEPARTMENT]
    held = held_notices.covering(unit, five.application)
    assert held is not None
    held = held_notices.object_(unit, held.id, Objection(number=0, on=date(2026, 6, 18), says="署名有误"))
    held_notices.handle(unit, held.id, 1, ObjectionState.UPHELD, "调取期刊，署名第三", "乌云")
    five.sign(Desk.UNIT, "公示期间的异议属实，请主管部门研究。")
    five.send(Desk.UNIT, Desk.DEPARTMENT)
    case = review_desk.open_(department, five.application)
    assert case.content.public_notice.objection is ObjectionState.UPHELD
    assert {f.rule: f.verdict for f in case.about}["R083"] is Verdict.BLOCK


def test_what_is_before_a_meeting_does_not_go_back_under_it(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    for here, there in pairwise(chain.CHAIN[1:]):
        five.sign(here)
        five.send(here, there)
    five.sign(Desk.COMMITTEE_OFFICE)
    office = five[Desk.COMMITTEE_OFFICE]
    meeting = meetings.new(office, committees.keep(office, Committee(name="农牧业高级评委会")).id)
    (seat,) = meetings.put_forward(office, meeting.id, [five.application]).seats
    point = NoticePoint(field="person.phone", says="联系电话少一位")
    planned = returns.Planned((point,), office.today())
    formal_print.confirm(office, chain.PASSPHRASE)
    with pytest.raises(Fault) as refused:
        returns.tell_on_paper(office, five.application, planned)
    assert refused.value.code is Code.MEETING_HOLDS
    assert meeting.title in sentence(refused.value)
    assert five.status(Desk.COMMITTEE_OFFICE) is Status.RECEIVED
    meeting_groups.withdraw(office, meeting.id, [seat.number])
    returns.tell_on_paper(office, five.application, planned)
    assert five.status(Desk.COMMITTEE_OFFICE) is Status.RETURNED


def test_an_objection_that_comes_after_the_units_signature_is_not_hidden_by_it(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    unit = five[Desk.UNIT]
    five.sign(Desk.UNIT, "同意推荐。")
    held = held_notices.covering(unit, five.application)
    assert held is not None
    held = held_notices.object_(unit, held.id, Objection(number=0, on=unit.today(), says="署名有误"))
    held_notices.handle(unit, held.id, 1, ObjectionState.UPHELD, "调取期刊，署名第三", "乌云")
    case = review_desk.open_(unit, five.application)
    assert case.content.public_notice.objection is ObjectionState.UPHELD
    assert {f.rule: f.verdict for f in case.about}["R083"] is Verdict.BLOCK
    assert not case.signed, "what was signed says that nobody objected"
    waits = review_list.listed(unit, ReviewState.WAITS)
    assert [one.application for one in waits.lines] == [five.application]
    with pytest.raises(Fault) as refused:
        five.send(Desk.UNIT, Desk.DEPARTMENT)
    assert refused.value.code is Code.REVIEW_OPEN
    five.sign(Desk.UNIT, "异议属实，请主管部门研究。")
    five.send(Desk.UNIT, Desk.DEPARTMENT)
    there = review_desk.open_(five[Desk.DEPARTMENT], five.application)
    assert there.content.public_notice.objection is ObjectionState.UPHELD
    assert {f.rule: f.verdict for f in there.about}["R083"] is Verdict.BLOCK


def test_a_kept_step_that_was_changed_in_the_vault_is_proved_anew_and_found(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    five.sign(Desk.UNIT, "同意推荐。")
    five.send(Desk.UNIT, Desk.DEPARTMENT)
    department = five[Desk.DEPARTMENT]
    assert [one.review.opinion.text for one in reviews.chain(department, five.application)] == ["同意推荐。"]
    assert len(department.proved) == 1
    kept = department.vault.statements.of(five.application, StatementKind.REVIEW)[-1]
    changed = kept.content.replace("同意推荐。", "不予推荐。")
    database = department.vault.statements._database
    database.run("UPDATE statements SET content = ? WHERE digest = ?", (changed, kept.digest))
    with pytest.raises(Fault) as refused:
        reviews.chain(department, five.application)
    assert refused.value.code is Code.REVIEW_INVALID


def test_a_new_sitting_remembers_no_proof(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    five.sign(Desk.UNIT)
    unit = five[Desk.UNIT]
    assert reviews.chain(unit, five.application)
    assert len(unit.proved) == 1
    folder = unit.vault.folder
    unit.close()
    five.desks[Desk.UNIT] = again = opening.unlock(folder, chain.PASSPHRASE, five.clock)
    assert len(again.proved) == 0
    assert reviews.chain(again, five.application)
    assert len(again.proved) == 1


def test_from_the_applicant_to_the_committee_and_every_step_is_proved(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    unit = five[Desk.UNIT]
    assert [line.application for line in review_list.listed(unit, ReviewState.WAITS).lines] == [five.application]
    assert home_tells(unit) == [1, 0]
    posted(five)
    five.sign(Desk.UNIT, "同意推荐。")
    assert home_tells(unit) == [0, 1]
    assert review_list.listed(unit, ReviewState.SIGNED).counts[ReviewState.WAITS] == 0
    for here, there in zip(chain.CHAIN[1:], chain.CHAIN[2:], strict=False):
        five.send(here, there)
        assert (home_tells(five[here]), home_tells(five[there])) == ([0, 0], [1, 0])
        five.sign(there, f"{there.value}：经审核，同意。")
        assert home_tells(five[there]) == [0, 1]
        assert five.status(here) is Status.FORWARDED

    last = five[Desk.COMMITTEE_OFFICE]
    kinds = {one.kind for one in home.overview(last).waiting}
    assert home.WaitingKind.TO_MEETING in kinds
    assert home.WaitingKind.PASS_ON not in kinds
    case = review_desk.open_(last, five.application)
    at = review_desk.placed(last, five.application)
    assert (at.station, at.route, at.earlier, at.content) == (case.station, case.route, case.earlier, case.content)
    assert [step.proof for step in case.earlier] == [Proof.UNVERIFIED, Proof.UNVERIFIED, Proof.VERIFIED]
    assert [step.name for step in case.earlier] == [chain.NAMES[desk][1] for desk in chain.CHAIN[1:4]]
    assert all(step.current for step in case.earlier)
    assert {f.rule: f.verdict for f in case.step}["R080"] is Verdict.PASS
    assert case.content.public_notice.first_day == date(2026, 6, 16)
    assert case.content.recommendation.committed
    assert "R083" not in {f.rule for f in case.about}
    printed = paper.preview(last, five.application, Document.REVIEW_FORM, Progress())
    assert printed.formal
    found = paper.shown(last, five.application)[0].opinions
    assert (found.unit.text, found.department.text) == ("同意推荐。", "department：经审核，同意。")
    assert found.committee_office.reviewer == "农牧业审核人"

    version = unit.vault.versions.latest(five.application)
    entry = next(e for e in unit.vault.audit.entries() if e.act is Act.REVIEW_SIGNED)
    assert version is not None
    assert entry.objects["version"] == version.digest
    for session in five.desks.values():
        assert not keep.check_vault(session, Progress()).problems


def test_a_step_that_lacks_anything_does_not_go_on(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    unit = five[Desk.UNIT]
    whole = chain.work(unit, five.application)
    for lacking, rule in (
        ({"text": " "}, "R084"),
        ({"reviewer": ""}, "R084"),
        ({"on": None}, "R084"),
        ({"sealed": False}, "R084"),
        ({"answers": whole.answers[:-1]}, "R082"),
        ({"answers": (structs.replace(whole.answers[0], met=False), *whole.answers[1:])}, "R082"),
        ({"recommendation": structs.replace(whole.recommendation, committed=False)}, "R082"),
    ):
        with pytest.raises(Fault) as refused:
            review_desk.sign(unit, five.application, structs.replace(whole, **lacking))  # type: ignore[arg-type]
        assert refused.value.code is Code.REVIEW_OPEN
        case = review_desk.open_(unit, five.application)
        assert rule in {f.rule for f in review_desk.open_points(case)}
        assert not case.signed
    to = next(c for c in seal.recipients(unit) if c.card.code == "NMJ01")
    formal_print.confirm(unit, chain.PASSPHRASE)
    with pytest.raises(Fault) as refused:
        seal.seal(unit, [five.application], to.id, five.folder, Progress())
    assert refused.value.code is Code.REVIEW_OPEN
    assert seal.packages(unit, seal.Direction.OUT) == []


def returned(five: Five) -> returns.Planned:
    """At the department's desk, with a notice planned from findings and the officer's own words."""
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    five.sign(Desk.UNIT)
    five.send(Desk.UNIT, Desk.DEPARTMENT)
    own = returns.NoticePoint(field="work_summary", says="工作总结缺少近一年的内容")
    phone = returns.NoticePoint(field="person.phone", says="联系电话少一位")
    return returns.Planned((own, phone), date(2026, 7, 3))


def test_a_return_goes_back_hand_by_hand_is_mended_and_comes_again(five: Five) -> None:
    planned = returned(five)
    five.back(Desk.DEPARTMENT, Desk.UNIT, planned)
    assert (five.status(Desk.DEPARTMENT), five.status(Desk.UNIT)) == (Status.RETURNED, Status.RETURNED)
    with pytest.raises(Fault) as refused:
        returns.revise(five[Desk.UNIT], five.application)
    assert refused.value.code is Code.VERSION_IS_FINAL
    down = returns.passed_down(five[Desk.UNIT], five.application)
    assert down == planned
    assert down is not None
    five.back(Desk.UNIT, Desk.APPLICANT, down)
    applicant = five[Desk.APPLICANT]
    (notice,) = returns.received(applicant, five.application)
    assert [point.field for point in notice.points] == ["work_summary", "person.phone"]
    before = draft.load(applicant, five.application).draft
    returns.revise(applicant, five.application)
    assert draft.load(applicant, five.application).draft == before
    mended = structs.replace(before, person=structs.replace(before.person, phone="13900000001"))
    draft.save(applicant, five.application, mended)
    submit.submit(applicant, five.application)
    five.send(Desk.APPLICANT, Desk.UNIT)
    unit = five[Desk.UNIT]
    case = review_desk.open_(unit, five.application)
    assert (case.version.number, case.signed) == (2, False)
    assert "person.phone" in case.changed
    # the answers stand, but this version is on other paper: no seal is on it, and it is another day's
    assert (len(case.work.answers), case.work.sealed, case.work.on) == (len(case.points), False, unit.today())
    with pytest.raises(Fault) as unsealed:
        review_desk.sign(unit, five.application, case.work)
    assert unsealed.value.code is Code.REVIEW_OPEN
    review_desk.keep(unit, five.application, structs.replace(case.work, sealed=True))
    assert review_desk.open_(unit, five.application).work.sealed
    five.sign(Desk.UNIT, "补正后同意推荐。")
    five.send(Desk.UNIT, Desk.DEPARTMENT)
    case = review_desk.open_(five[Desk.DEPARTMENT], five.application)
    assert [step.current for step in case.earlier] == [False, True]
    found = {f.rule: f.verdict for f in returns.findings(five[Desk.DEPARTMENT], five.application)}
    assert found["R029"] is Verdict.PASS


def test_one_notice_only_for_the_committee_and_given_up_after_its_day(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    five.sign(Desk.UNIT)
    for here, there in zip(chain.CHAIN[1:], chain.CHAIN[2:], strict=False):
        five.send(here, there)
        if there is not Desk.COMMITTEE_OFFICE:
            five.sign(there)
    office = five[Desk.COMMITTEE_OFFICE]
    with pytest.raises(Fault) as refused:
        returns.tell_on_paper(office, five.application, returns.Planned((), date(2026, 7, 3)))
    assert refused.value.code is Code.NOTICE_EMPTY
    point = returns.NoticePoint(field="person.phone", says="联系电话少一位")
    formal_print.confirm(office, chain.PASSPHRASE)  # days have passed since the vault was unlocked
    returns.tell_on_paper(office, five.application, returns.Planned((point,), date(2026, 7, 3)))
    told = next(one.says.zh for one in returns.findings(office, five.application) if one.rule == "R049")
    assert "2026-07-03" in told  # its own day, not the applicants' last day for submitting
    returns.letter(office, five.application, five.folder / "letter.pdf", Progress())
    assert (five.folder / "letter.pdf").read_bytes().startswith(b"%PDF")
    again = returns.Planned((returns.NoticePoint(says="还缺一份证书"),), date(2026, 7, 9))
    with pytest.raises(Fault) as refused:
        returns.tell_on_paper(office, five.application, again)
    assert refused.value.code is Code.RETURN_BLOCKED
    with pytest.raises(Fault) as refused:
        returns.give_up(office, five.application)
    assert refused.value.code is Code.RETURN_DAY
    five.clock.advance(days=14)
    assert returns.overdue(office, five.application) == date(2026, 7, 3)
    returns.give_up(office, five.application)
    assert five.status(Desk.COMMITTEE_OFFICE) is Status.ABANDONED


def test_the_offices_own_registers_speak_up_in_the_review(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    unit = five[Desk.UNIT]
    content = review_desk.open_(unit, five.application).content
    assert content.filing.level is not None
    asks = posts.table(unit).without[0]
    posts.put(unit, PostLine(id="", year=2026, level=content.filing.level, kind=asks.kind, posts=0), "没有核定")
    record = DishonestyRecord(
        id="",
        name=content.person.name,
        identity_number=content.person.identity_number,
        recorded_on=date(2025, 1, 1),
        conduct="提供虚假业绩",
        decided_by="市局〔2025〕1号",
        by="",
        at=unit.clock.now(),
    )
    dishonesty.add(unit, record)
    found = {f.rule: f for f in review_desk.open_(unit, five.application).about}
    assert "2028-01-01" in found["R100"].says.zh
    assert found["R056"].verdict is Verdict.BLOCK


def test_a_step_that_would_overdraw_posts_set_apart_is_not_signed(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    unit = five[Desk.UNIT]
    asks = posts.table(unit).without[0]
    assert asks.filing.level is not None
    line = PostLine(id="", year=2026, level=asks.filing.level, kind=asks.kind, posts=1, appointed=1)
    made = posts.put(unit, line, "核定一岗，已聘一人")
    with pytest.raises(Fault) as refused:
        five.sign(Desk.UNIT)
    assert refused.value.code is Code.REVIEW_POSTS
    assert "五（四）1" in sentence(refused.value, Language.ZH)
    assert not review_desk.open_(unit, five.application).signed
    posts.put(unit, structs.replace(made, posts=2), "增设一岗")
    five.sign(Desk.UNIT)
    assert review_desk.open_(unit, five.application).signed


def test_many_are_signed_with_one_passphrase_and_what_is_stopped_is_left(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    unit = five[Desk.UNIT]
    said = Together(text="同意推荐。", met=True, sealed=True, committed=True)
    unit.confirmations.forget()
    with pytest.raises(Fault) as refused:
        review_batch.sign(unit, [five.application], said, Progress())
    assert refused.value.code is Code.PRINT_CONFIRM_NEEDED
    formal_print.confirm(unit, chain.PASSPHRASE)
    (open_,) = review_batch.sign(unit, [five.application], said, Progress())
    assert open_.fault is not None
    assert open_.fault.code is Code.REVIEW_OPEN, "a recommendation is each person's own"
    kept = review_desk.open_(unit, five.application).work
    assert (kept.answers, kept.text) == ((), ""), "nothing that was meant for all stays with it"
    written = structs.replace(
        kept.recommendation, how_chosen="民主推荐", conditions="符合破格条件", notice="已公示，无异议"
    )
    review_desk.keep(unit, five.application, structs.replace(kept, recommendation=written))
    (signed,) = review_batch.sign(unit, [five.application], said, Progress())
    assert (signed.fault, signed.name) == (None, review_desk.open_(unit, five.application).content.person.name)
    assert review_desk.open_(unit, five.application).signed


def test_a_hand_that_was_passed_over_is_told_with_its_clause(five: Five) -> None:
    five.send(Desk.APPLICANT, Desk.UNIT)
    posted(five)
    five.sign(Desk.UNIT)
    chain.introduce(five.folder, five[Desk.UNIT], five[Desk.DISTRICT_HR])
    five.send(Desk.UNIT, Desk.DISTRICT_HR)
    district = five[Desk.DISTRICT_HR]
    found = {f.rule: f for f in review_view.opened(district, five.application).about}
    assert (found["R032"].verdict, found["R032"].clause) == (Verdict.BLOCK, "四")
    assert "主管部门" in found["R032"].says.zh
    assert found["R027"].verdict is Verdict.ASK  # targeted seniors: the committee's own notice sets the day
    step = {f.rule: f.verdict for f in review_view.opened(district, five.application).step}
    assert step["R080"] is Verdict.BLOCK
    with pytest.raises(Fault) as refused:
        five.sign(Desk.DISTRICT_HR)
    assert refused.value.code is Code.REVIEW_OPEN


@pytest.mark.parametrize("typed_at", [Desk.APPLICANT, Desk.DISTRICT_HR])
def test_a_district_that_checks_first_signs_once_for_both_and_the_city_goes_on(tmp_path: Path, typed_at: Desk) -> None:
    """A firm that no department stands over (四（二）3): its papers come sealed, or the district types them."""
    clock = FixedClock(datetime(2026, 6, 25, 1, 0, tzinfo=UTC))
    order = (Desk.APPLICANT, Desk.DISTRICT_HR, Desk.CITY_HR)
    desks = {desk: chain.opened(tmp_path, desk, clock) for desk in order}
    for one, other in pairwise(order):
        chain.introduce(tmp_path, desks[one], desks[other])
    here, district, city = desks[typed_at], desks[Desk.DISTRICT_HR], desks[Desk.CITY_HR]
    filing = draft.take_in(here, resource("demo", "private_firm_engineer.json"))
    for kind, name, year in SCANS:
        draft.attach(here, filing, kind, resource("demo", "files", name), year)
    content = draft.load(here, filing).draft
    bare = structs.replace(content, opinions=Opinions(), recommendation=Recommendation())
    draft.save(here, filing, bare)
    submit.submit(here, filing)
    if here is not district:
        chain.send(here, district, [filing], tmp_path / "stick1")
    assert home_tells(district) == [1, 0]
    case = review_desk.open_(district, filing)
    assert {"papers_true", "posts_checked"} <= {one.point for one in case.points}  # the first check's, and its own
    assert "【初审】 → 【旗县区人社部门】" in review_words.route_words(case)
    assert "前报到市人社部门" in review_words.route_words(case)
    with pytest.raises(Fault) as refused:
        chain.send(district, city, [filing], tmp_path / "early")
    assert refused.value.code is Code.REVIEW_OPEN
    review_desk.sign(district, filing, chain.work(district, filing))
    assert home_tells(district) == [0, 1]
    chain.send(district, city, [filing], tmp_path / "stick2")
    seen = review_view.opened(city, filing)
    assert not [one for one in seen.about if one.rule == "R032"]  # no hand was passed over
    review_desk.sign(city, filing, chain.work(city, filing))
    assert review_desk.open_(city, filing).signed
    for session in desks.values():
        session.close()


def test_what_a_unit_typed_itself_needs_its_own_opinion_too(five: Five) -> None:
    unit = five[Desk.UNIT]
    version = five[Desk.APPLICANT].vault.versions.latest(five.application)
    assert version is not None
    with unit.vault.act(Act.APPLICATION_SUBMITTED, {}):
        made = unit.vault.applications.create(version.content, Status.SUBMITTED)
        own = unit.vault.versions.add(made, version.content, "打字员")
    with pytest.raises(Fault) as refused:
        review_desk.require_opinion(unit, own)
    assert refused.value.code is Code.REVIEW_OPEN
    review_desk.sign(unit, made, chain.work(unit, made))
    review_desk.require_opinion(unit, own)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("联系电话：少一位", "person.phone"),
        ("  telephone: a digit is missing", "person.phone"),
        ("工作经历：第二行的单位名称不全", "work"),
        ("联系电话少一位", ""),
        ("补交聘书：原件", ""),
        ("：", ""),
    ],
)
def test_an_officers_own_line_stands_at_the_field_that_it_names(line: str, field: str) -> None:
    assert returns.own_points(f"\n{line}\n  \n") == (NoticePoint(field=field, says=line.strip()),)


def test_lines_of_an_officer_are_points_one_by_one_and_never_too_long() -> None:
    told = returns.own_points("学位证书未附\n" + "业绩总结：" + "长" * 300)
    assert [(one.field, len(one.says)) for one in told] == [("", 6), ("work_summary", 200)]
