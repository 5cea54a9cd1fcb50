"""After the votes: who passed, the notice of results, complaints, batches for confirmation, entries on signed forms."""

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from msgspec import structs

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import (
    committees,
    confirming,
    dishonesty,
    form_entries,
    home,
    meeting_groups,
    meeting_papers,
    meeting_view,
    meetings,
    members,
    paper,
    results,
    scheme,
    votes,
)
from desktop_app.desk.counting import Found
from desktop_app.desk.session import Session
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, ReviewResult
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Affiliation, Desk, Level
from desktop_app.domain.meetings import KeptComplaint, KeptVote, Stage, TallyLine
from desktop_app.domain.review_meeting import ComplaintAbout, ResultDocument
from desktop_app.papers import render
from tests.support import meetings as support
from tests.support.papers import RARE_NAME

pytestmark = pytest.mark.slow

#: The evening of the meeting's day in UTC is the next morning in China: days are counted there.
HELD_AT = FixedClock(datetime(2026, 9, 10, 1, 0, tzinfo=UTC))
CLOCK = FixedClock(datetime(2026, 9, 10, 17, 0, tzinfo=UTC))
NAMES = ("萨仁高娃", "巴特尔", RARE_NAME, "李四")


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    return _decide(tmp_path_factory.mktemp("results") / "vault")


def _decide(folder: Path) -> tuple[Path, str]:
    """A meeting at which a group and the committee voted: 7 of 10, 8 of 11, 7 of 11 and 11 of 11."""

    def prepare(session: Session) -> tuple[str, str, str]:
        committee = support.committee_of(session, 11)
        ids = [support.accepted(session, at, name) for at, name in enumerate(NAMES)]
        kept = meetings.put_forward(session, meetings.new(session, committee).id, ids)
        numbers = [one.number for one in kept.seats]
        meeting_groups.group(session, kept.id, "甲组", ["E001", "E002", "E003"], numbers)
        meeting_groups.recuse(session, kept.id, "E011", _number(session, kept.id, NAMES[0]))
        meeting_groups.attend(session, kept.id, [f"E{at:03d}" for at in range(1, 12)])
        group = votes.open_(session, kept.id, Stage.GROUP, "甲组")
        whole = votes.open_(session, kept.id, Stage.COMMITTEE)
        return kept.id, group.id, whole.id

    meeting, group, whole = support.office_at(folder, HELD_AT, prepare)
    session = support.first(folder, HELD_AT)
    yes = dict(zip([_number(session, meeting, name) for name in NAMES], (7, 8, 7, 11), strict=True))
    votes_ = [votes.get(session, one) for one in (group, whole)]
    session.close()
    for vote in votes_:
        support.both_count(folder, HELD_AT, vote.id, Found(len(vote.codes), [_line(vote, n, yes) for n in yes]))
    return folder, meeting


def _number(session: Session, meeting: str, name: str) -> str:
    return next(one.seat.number for one in meetings.seen(session, meeting).applicants if one.name == name)


def _line(vote: KeptVote, number: str, yes: dict[str, int]) -> TallyLine:
    voters = vote.voters(number)
    for_it = min(yes[number], voters)
    return TallyLine(candidate=number, yes=for_it, no=voters - for_it)


@pytest.fixture
def office(decided: tuple[Path, str]) -> Iterator[Session]:
    """What follows is undone after each test: the meeting is not over yet."""
    session = support.first(decided[0], CLOCK)
    yield session
    session.vault._database.run("DELETE FROM meeting_results")
    meetings.put(session, structs.replace(meetings.get(session, decided[1]), ended_on=None))
    session.close()


@pytest.fixture
def closed(office: Session, decided: tuple[Path, str]) -> str:
    results.close(office, decided[1], date(2026, 9, 10))
    return decided[1]


def test_who_was_present_is_noted_for_the_draws_of_later_years(office: Session, closed: str) -> None:
    kept = meetings.get(office, closed)
    served = {one.id for one in committees.get(office, kept.committee).committee.pool.experts if 2026 in one.served}
    known = {one.id for one in committees.get(office, kept.committee).committee.pool.experts}
    assert served == set(kept.present) & known != set()


def test_a_meeting_a_count_or_a_result_changed_with_its_own_digest_is_found(tmp_path: Path) -> None:
    folder, meeting = _decide(tmp_path / "vault")
    session = support.first(folder, CLOCK)
    try:
        results.close(session, meeting, date(2026, 9, 10))
        assert not session.vault.check(Progress()).problems
        database = session.vault._database
        for table, old, new in (
            ("meetings", "2026-09-10", "2026-09-12"),
            ("meeting_votes", '"invalid":0', '"invalid":1'),
            ("meeting_results", '"notice_place":""', '"notice_place":"x"'),
        ):
            before = list(database.rows(f"SELECT id, content, digest FROM {table}"))
            for id_, content, _ in before:
                changed = content.replace(old.encode(), new.encode())
                assert changed != content
                columns = [changed, hashlib.sha256(changed).hexdigest(), id_]
                database.run(f"UPDATE {table} SET content = ?, digest = ? WHERE id = ?", columns)
            assert {one.where.split()[0] for one in session.vault.check(Progress()).problems} == {table}
            for id_, content, digest in before:
                database.run(f"UPDATE {table} SET content = ?, digest = ? WHERE id = ?", [content, digest, id_])
        database.run("DELETE FROM meeting_votes")
        assert "meeting_votes" in {one.where.split()[0] for one in session.vault.check(Progress()).problems}
    finally:
        session.close()


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def test_two_thirds_of_those_who_may_vote_pass(office: Session, closed: str) -> None:
    found = {one.applicant.name: one.passed for one in results.outcomes(office, meetings.seen(office, closed))}
    assert found == {NAMES[0]: True, NAMES[1]: True, NAMES[2]: False, NAMES[3]: True}
    vote = votes.all_(office, closed)[-1]
    assert refused(lambda: results.close(office, closed, date(2026, 9, 10))) is Code.MEETING_OVER
    assert refused(lambda: votes.void(office, vote.id, next(iter(votes.VoidCause)), "x")) is Code.VOTE_STATE


def test_a_meeting_does_not_end_before_it_was_or_tomorrow(office: Session, decided: tuple[Path, str]) -> None:
    for on in (date(2026, 9, 9), date(2026, 9, 12)):
        assert refused(lambda on=on: results.close(office, decided[1], on)) is Code.MEETING_LACKS


def later(office: Session, day: date) -> None:
    """It is nine in the morning of that day in China."""
    office.clock = FixedClock(datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC))


def test_the_days_of_a_meeting_are_not_turned_round(office: Session, decided: tuple[Path, str]) -> None:
    began = meetings.get(office, decided[1])
    assert refused(lambda: meetings.change(office, structs.replace(began, ends_on=date(2026, 9, 9)))) is (
        Code.MEETING_LACKS
    )
    assert meetings.get(office, decided[1]) == began


def test_what_a_meeting_rests_on_is_not_changed_once_it_is_over(office: Session, closed: str) -> None:
    kept = meetings.get(office, closed)
    acts: tuple[Callable[[], object], ...] = (
        lambda: meeting_groups.attend(office, closed, ["E001"]),
        lambda: votes.open_(office, closed, Stage.GROUP, "甲组"),
    )
    for act in acts:
        assert refused(act) is Code.MEETING_OVER
    moved = structs.replace(kept, held_on=date(2026, 12, 1))
    assert refused(lambda: meetings.change(office, moved)) is Code.MEETING_LACKS
    assert meetings.get(office, closed) == kept


def test_the_end_is_recorded_whole_or_not_at_all(
    office: Session, decided: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = meetings.get(office, decided[1])

    def full(*_: object) -> None:
        raise Fault(Code.VAULT_FULL)

    monkeypatch.setattr(office.vault.work.results, "put", full)
    assert refused(lambda: results.close(office, decided[1], date(2026, 9, 10))) is Code.VAULT_FULL
    assert meetings.get(office, decided[1]) == before


def test_the_record_shows_the_committee_that_voted_whoever_left_it_since(office: Session, closed: str) -> None:
    committee = meetings.get(office, closed).committee
    before = meeting_papers.request(office, closed, Document.MEETING_RECORD)
    members.leave(office, committee, "E011", "调走")
    members.leave(office, committee, "E010", "调走")
    after = meeting_papers.request(office, closed, Document.MEETING_RECORD)
    assert (after.extra["members"], after.extra["present"], after.extra["wanted"]) == ("11", "11", "8")
    assert after.rows["experts"] == before.rows["experts"]
    assert meeting_papers.request(office, closed, Document.RESULT_REPORT, 1).extra["members"] == "11"
    number = _number(office, closed, NAMES[0])
    assert form_entries.result(office, meetings.seen(office, closed), number).total == 11
    for one in ("E010", "E011"):
        members.take_in(office, committee, one, "回来")


def settle(office: Session, value: bool) -> None:
    """Whether who stays out belongs to the base: as it holds after the office settled it."""
    office.use(office.pack.with_settings({"recused_in_base": value}))


def test_what_was_made_public_stands_whatever_is_settled_afterwards(office: Session, closed: str) -> None:
    number = _number(office, closed, NAMES[0])  # 7 of 10; of 11 it would want 8

    def passed() -> tuple[bool, bool, str]:
        at = meetings.seen(office, closed)
        found = next(one for one in results.outcomes(office, at) if one.applicant.seat.number == number)
        votes_ = meeting_papers.request(office, closed, Document.MEETING_RECORD).rows["votes"]
        said = next(row for row in votes_ if row["number"] == number)
        return found.passed, results.anybody_passed(office, results.kept(office, closed)), said["wanted"]

    assert passed() == (True, True, "7")
    settle(office, True)
    assert passed() == (False, True, "8"), "before it is made public it is as it is settled"
    settle(office, False)
    results.post(office, closed, date(2026, 9, 11), "大厅")
    settle(office, True)
    assert passed() == (True, True, "7")
    results.post(office, closed, date(2026, 9, 11), "大厅")
    assert passed() == (False, True, "8"), "posted anew it tells what holds by then"


def test_the_committee_s_words_count_by_the_base_that_decides(office: Session, closed: str) -> None:
    number = _number(office, closed, NAMES[0])
    said = form_entries.result(office, meetings.seen(office, closed), number).committee
    assert "可表决的出席评委10名，同意7票，达到三分之二" in said
    settle(office, True)
    said = form_entries.result(office, meetings.seen(office, closed), number).committee
    assert "出席评委11名（其中回避1名），同意7票，未达到三分之二" in said


def test_whoever_stood_on_no_notice_is_not_sent_for_confirmation(office: Session, closed: str) -> None:
    number = _number(office, closed, NAMES[3])
    results.hold_back(office, closed, number, "超过控制数")
    results.post(office, closed, date(2026, 9, 11), "大厅")
    account = meeting_papers.request(office, closed, Document.RESULT_NOTICE_ACCOUNT)
    assert account.extra["count"] == "2"
    results.let_pass(office, closed, number)
    later(office, date(2026, 9, 25))

    def send() -> None:
        (batch,) = confirming.batches(office, meetings.seen(office, closed))
        sent = structs.replace(batch.confirmation, sent_on=office.today())
        confirming.record(office, closed, batch.number, sent)

    with pytest.raises(Fault) as caught:
        send()
    assert caught.value.code is Code.MEETING_LACKS
    assert number in str(caught.value.fields["what"])
    results.post(office, closed, date(2026, 9, 17), "大厅")
    send()
    assert meeting_papers.request(office, closed, Document.RESULT_NOTICE_ACCOUNT).extra["count"] == "3"


@pytest.fixture
def two_batches(office: Session, decided: tuple[Path, str]) -> Iterator[str]:
    """The last of those who passed filed for another kind of review; the meeting is over and was made public."""
    number = _number(office, decided[1], NAMES[3])
    seat = meetings.get(office, decided[1]).seat(number)
    assert seat is not None
    database = office.vault._database
    (content,) = database.row("SELECT content FROM versions WHERE digest = ?", [seat.digest])
    filed = exchange.parse(content)
    other = structs.replace(filed, unit=structs.replace(filed.unit, affiliation=Affiliation.MUNICIPAL))
    database.run("UPDATE versions SET content = ? WHERE digest = ?", [exchange.canonical(other), seat.digest])
    results.close(office, decided[1], date(2026, 9, 10))
    results.post(office, decided[1], date(2026, 9, 11), "大厅")
    later(office, date(2026, 9, 25))
    yield decided[1]
    database.run("UPDATE versions SET content = ? WHERE digest = ?", [content, seat.digest])


def test_a_batch_keeps_its_number_and_nothing_waits_that_was_sent(office: Session, two_batches: str) -> None:
    def found() -> dict[int, int]:
        return {one.number: len(one.passed) for one in confirming.batches(office, meetings.seen(office, two_batches))}

    def waits() -> bool:
        return confirming.unsent(office, results.kept(office, two_batches))

    def send(number: int) -> None:
        every = {one.number: one for one in confirming.batches(office, meetings.seen(office, two_batches))}
        sent = structs.replace(every[number].confirmation, sent_on=office.today())
        confirming.record(office, two_batches, number, sent)

    before = found()
    assert sorted(before) == [1, 2]
    alone = _number(office, two_batches, NAMES[3])
    (other,) = [
        one.number
        for one in confirming.batches(office, meetings.seen(office, two_batches))
        if all(each.applicant.seat.number != alone for each in one.passed)
    ]
    own = 3 - other
    send(other)
    assert waits()
    results.hold_back(office, two_batches, alone, "超过控制数")
    assert found() == {other: before[other]}
    assert not waits(), "the one that is left was sent"
    results.let_pass(office, two_batches, alone)
    assert found() == before
    assert waits()
    send(own)
    assert not waits()


def test_a_batch_of_which_something_was_recorded_waits_though_another_was_sent_and_emptied(
    office: Session, two_batches: str
) -> None:
    def every() -> dict[int, confirming.Batch]:
        return {one.number: one for one in confirming.batches(office, meetings.seen(office, two_batches))}

    alone = _number(office, two_batches, NAMES[3])
    (own,) = [at for at, one in every().items() if [each.applicant.seat.number for each in one.passed] == [alone]]
    sent = structs.replace(every()[own].confirmation, sent_on=office.today())
    confirming.record(office, two_batches, own, sent)
    results.hold_back(office, two_batches, alone, "超过控制数")
    ((other, left),) = every().items()
    confirming.record(office, two_batches, other, structs.replace(left.confirmation, uploaded_on=office.today()))
    assert confirming.unsent(office, results.kept(office, two_batches))


def test_no_paper_says_that_nobody_complained_before_the_notice_is_over(office: Session, closed: str) -> None:
    def said() -> set[str]:
        account = meeting_papers.request(office, closed, Document.RESULT_NOTICE_ACCOUNT).extra["outcome"]
        return {account, meeting_papers.request(office, closed, Document.RESULT_REPORT, 1).extra["complaints"]}

    assert said() == {"结果尚未公示。"}
    results.post(office, closed, date(2026, 9, 11), "大厅")
    assert said() == {"公示尚未期满，截至2026年9月11日没有收到举报。"}
    later(office, date(2026, 9, 18))
    told = KeptComplaint(number="J", received_on=office.today(), about=ComplaintAbout.REVIEW, says="分组不当")
    results.complain(office, closed, told)
    assert said() == {"公示尚未期满，截至2026年9月18日收到举报1件。"}
    later(office, date(2026, 9, 19))
    assert said() == {"公示期间收到举报1件，办结0件。"}


def test_no_day_that_has_not_come_is_recorded(office: Session, closed: str) -> None:
    results.post(office, closed, date(2026, 9, 11), "大厅")
    (batch,) = confirming.batches(office, meetings.seen(office, closed))
    tomorrow = office.today() + timedelta(days=30)
    for changed in (
        structs.replace(batch.confirmation, sent_on=tomorrow),
        structs.replace(batch.confirmation, uploaded_on=tomorrow),
    ):
        assert refused(lambda changed=changed: confirming.record(office, closed, 1, changed)) is Code.MEETING_LACKS
    told = KeptComplaint(number="J", received_on=tomorrow, about=ComplaintAbout.TRUTH, says="论文不实")
    assert refused(lambda: results.complain(office, closed, told)) is Code.MEETING_LACKS
    results.complain(office, closed, structs.replace(told, received_on=office.today()))
    one = structs.replace(results.complaint(office, closed, "J01"), finding="属实", settled_on=tomorrow)
    assert refused(lambda: results.change_complaint(office, closed, one)) is Code.MEETING_LACKS
    later(office, date(2026, 9, 25))
    turned = structs.replace(batch.confirmation, sent_on=date(2026, 9, 25), confirmed_on=date(2026, 9, 24))
    assert refused(lambda: confirming.record(office, closed, 1, turned)) is Code.MEETING_LACKS


def test_a_result_is_annulled_once_and_stays_so(office: Session, closed: str) -> None:
    number = _number(office, closed, NAMES[1])
    said = ("伪造论文", "市人社局〔2026〕1号")
    about = KeptComplaint(
        number="J", received_on=office.today(), about=ComplaintAbout.TRUTH, candidate=number, says="论文不实"
    )
    results.complain(office, closed, about)
    upheld = structs.replace(results.complaint(office, closed, "J01"), upheld=True)
    results.change_complaint(office, closed, upheld)
    assert refused(lambda: results.annul(office, closed, number, *said)) is Code.MEETING_LACKS, "it is not settled"
    results.change_complaint(office, closed, structs.replace(upheld, finding="属实", settled_on=office.today()))
    before = len(dishonesty.register(office))
    results.annul(office, closed, number, *said)
    again: tuple[Callable[[], object], ...] = (
        lambda: results.annul(office, closed, number, *said),
        lambda: results.hold_back(office, closed, number, "超过控制数"),
        lambda: results.let_pass(office, closed, number),
    )
    for act in again:
        assert refused(act) is Code.MEETING_OVER
    assert len(dishonesty.register(office)) == before + 1
    (held,) = results.kept(office, closed).held_back
    assert held.annulled


def test_an_annulment_and_its_record_are_kept_together(
    office: Session, closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _number(office, closed, NAMES[1])
    results.complain(
        office,
        closed,
        KeptComplaint(
            number="J", received_on=office.today(), about=ComplaintAbout.TRUTH, candidate=number, says="论文不实"
        ),
    )
    one = results.complaint(office, closed, "J01")
    results.change_complaint(
        office, closed, structs.replace(one, upheld=True, finding="属实", settled_on=office.today())
    )
    before = len(dishonesty.register(office))

    def full(*_: object) -> None:
        raise Fault(Code.VAULT_FULL)

    monkeypatch.setattr(office.vault.work.results, "put", full)
    assert refused(lambda: results.annul(office, closed, number, "伪造论文", "市局1号")) is Code.VAULT_FULL
    assert len(dishonesty.register(office)) == before


def test_the_notice_hangs_five_workdays_and_holidays_do_not_count(office: Session, closed: str) -> None:
    assert refused(lambda: results.post(office, closed, date(2026, 9, 9), "大厅")) is Code.MEETING_LACKS
    found = results.post(office, closed, date(2026, 9, 28), "市人社局一楼大厅")
    assert found.notice_last is not None
    days = office.pack.calendar.notice_days(date(2026, 9, 28), found.notice_last)
    assert days == 5
    assert found.notice_last > date(2026, 10, 8)  # the National Day holiday lies between
    said = words(meeting_papers.drawn(office, closed, Document.RESULT_NOTICE, Progress()).pdf)
    assert "萨仁高娃" in said
    assert NAMES[2] not in said
    assert "评委第" not in said
    at = meetings.seen(office, closed)
    told = {f.rule: f.verdict for f in meetings.said(office, at, meeting_papers.outgoing(office, at))}
    assert told["N17"] is Verdict.PASS
    named = {f.rule: f.verdict for f in meetings.said(office, at, ["评委 第1号 主持"])}
    assert named["N17"] is Verdict.BLOCK


def test_a_complaint_goes_to_whom_the_notice_names_and_an_upheld_one_annuls(office: Session, closed: str) -> None:
    number = _number(office, closed, NAMES[1])
    told = KeptComplaint(
        number="J", received_on=date(2026, 9, 15), about=ComplaintAbout.TRUTH, candidate=number, says="论文不实"
    )
    later(office, date(2026, 9, 19))
    results.complain(office, closed, told)
    review = structs.replace(told, about=ComplaintAbout.REVIEW, candidate="", says="分组不当")
    assert results.complain(office, closed, review).complaints[1].handler is Desk.COMMITTEE_OFFICE
    (batch,) = confirming.batches(office, meetings.seen(office, closed))
    assert {f.rule: f.verdict for f in batch.findings}["R093"] is Verdict.TODO
    said = ("伪造论文", "市人社局〔2026〕1号")
    assert refused(lambda: results.annul(office, closed, number, *said)) is Code.MEETING_LACKS
    one = results.complaint(office, closed, "J01")
    done = structs.replace(
        one, handler=Desk.UNIT, settled_on=date(2026, 9, 18), finding="属实", upheld=True, reported_on=date(2026, 9, 19)
    )
    assert (
        refused(lambda: results.change_complaint(office, closed, structs.replace(done, finding="")))
        is Code.REASON_MISSING
    )
    results.change_complaint(office, closed, done)
    found = results.annul(office, closed, number, *said)
    assert found.held_back[0].annulled
    assert dishonesty.register(office)[0].record.name == NAMES[1]
    assert refused(lambda: results.let_pass(office, closed, number)) is Code.MEETING_OVER
    (batch,) = confirming.batches(office, meetings.seen(office, closed))
    assert [each.applicant.name for each in batch.passed].count(NAMES[1]) == 0
    account = words(meeting_papers.drawn(office, closed, Document.RESULT_NOTICE_ACCOUNT, Progress()).pdf)
    assert "论文不实" in account
    assert "撤销1人" in account


def test_a_batch_is_sent_after_the_notice_with_four_documents_within_a_month(office: Session, closed: str) -> None:
    (batch,) = confirming.batches(office, meetings.seen(office, closed))
    assert (batch.due, len(batch.passed)) == (date(2026, 10, 10), 3)
    full = structs.replace(
        batch.confirmation,
        documents=tuple(ResultDocument),
        uploaded_on=date(2026, 9, 20),
        sent_on=date(2026, 9, 25),
    )
    assert refused(lambda: confirming.record(office, closed, 1, full)) is Code.MEETING_LACKS
    results.post(office, closed, date(2026, 9, 11), "大厅")
    later(office, date(2026, 10, 12))
    confirming.record(office, closed, 1, full)
    (batch,) = confirming.batches(office, meetings.seen(office, closed))
    assert {f.rule: f.verdict for f in batch.findings}["R094"] is Verdict.PASS
    late = structs.replace(full, sent_on=date(2026, 10, 11))
    confirming.record(office, closed, 1, late)
    (batch,) = confirming.batches(office, meetings.seen(office, closed))
    assert {f.rule: f.verdict for f in batch.findings}["R094"] is Verdict.BLOCK
    assert refused(lambda: confirming.record(office, closed, 9, full)) is Code.MEETING_STRANGER


def told_at_home(office: Session) -> dict[str, tuple[int | None, int]]:
    """What waits about results on the home screen: days left and how many."""
    kinds = (
        home.WaitingKind.RESULT_HANGS,
        home.WaitingKind.RESULT_DOWN,
        home.WaitingKind.COMPLAINT,
        home.WaitingKind.RESULT_TO_SEND,
    )
    found = [one for one in home.overview(office).waiting if one.kind in kinds]
    assert all(one.name == meetings.seen(office, one.meeting).committee.committee.name for one in found)
    return {one.kind.value: (one.days_left, one.count) for one in found}


def test_a_meeting_is_found_under_the_next_years_notice_too(office: Session, closed: str) -> None:
    this_year = office.pack
    office.use(replace(this_year, head=structs.replace(this_year.head, year=2027)))
    assert told_at_home(office)
    assert [one.id for one in meeting_view.choices(office).meetings] == [closed]
    office.use(this_year)


def test_whether_anybody_passed_is_told_by_votes_alone(office: Session, closed: str) -> None:
    assert results.anybody_passed(office, results.kept(office, closed))
    for name in (NAMES[0], NAMES[1], NAMES[3]):
        results.hold_back(office, closed, _number(office, closed, name), "超过控制数")
    assert not results.anybody_passed(office, results.kept(office, closed))
    assert told_at_home(office) == {}, "nothing goes for confirmation"


def days_at_home(office: Session) -> dict[date, str]:
    return {one.day: one.clause for one in home.overview(office).deadlines if "评审结果" in one.words.zh}


def test_home_tells_the_last_day_of_the_notice_and_the_day_for_confirmation(office: Session, closed: str) -> None:
    due = date(2026, 10, 10)
    left = (due - office.today()).days
    assert told_at_home(office) == {"result_to_send": (left, 1)}
    found = results.post(office, closed, date(2026, 9, 11), "大厅")
    last = found.notice_last
    assert last is not None
    hangs = (last - office.today()).days
    assert told_at_home(office) == {"result_hangs": (hangs, 1), "result_to_send": (left, 1)}
    assert days_at_home(office) == {last: "40号令", due: "六（三）3"}
    assert refused(lambda: results.take_down(office, closed, "其木格")) is Code.NOTICE_HANGS
    about = KeptComplaint(number="J", received_on=last, about=ComplaintAbout.REVIEW, says="分组不当")
    office.clock = FixedClock(office.clock.now() + timedelta(days=hangs + 1))
    results.complain(office, closed, about)
    after = structs.replace(about, received_on=office.today())
    found = results.complain(office, closed, after)
    assert [found.late(one) for one in found.complaints] == [False, True]
    assert told_at_home(office)["result_down"] == (None, 1)
    assert told_at_home(office)["complaint"] == (None, 2)
    assert refused(lambda: results.take_down(office, closed, " ")) is Code.MEETING_LACKS
    results.take_down(office, closed, "其木格")
    down = results.kept(office, closed)
    assert refused(lambda: results.take_down(office, closed, "别人")) is Code.NOTICE_DOWN
    assert results.kept(office, closed) == down
    account = words(meeting_papers.drawn(office, closed, Document.RESULT_NOTICE_ACCOUNT, Progress()).pdf)
    assert f"张贴：2026年9月11日{office.user}" in account
    assert "其木格" in account
    assert "公示期间收到举报2件，其中公示期满后收到1件" in account
    assert account.count("期满后收到") == 2
    for number in ("J01", "J02"):
        one = structs.replace(results.complaint(office, closed, number), settled_on=office.today(), finding="不属实")
        results.change_complaint(office, closed, one)
    (batch,) = confirming.batches(office, meetings.seen(office, closed))
    confirming.record(office, closed, 1, structs.replace(batch.confirmation, sent_on=office.today()))
    assert told_at_home(office) == {}
    assert days_at_home(office) == {}


def test_whoever_is_held_back_stays_out_of_the_batch_and_comes_back(office: Session, closed: str) -> None:
    number = _number(office, closed, NAMES[3])
    assert refused(lambda: results.hold_back(office, closed, number, " ")) is Code.REASON_MISSING
    results.hold_back(office, closed, number, "超过控制数")
    assert len(confirming.batches(office, meetings.seen(office, closed))[0].passed) == 2
    results.let_pass(office, closed, number)
    assert len(confirming.batches(office, meetings.seen(office, closed))[0].passed) == 3


@pytest.mark.parametrize("document", [*meeting_papers.OF_MEETING, *meeting_papers.OF_BATCH])
def test_every_paper_of_the_meeting_is_drawn(office: Session, closed: str, document: Document) -> None:
    said = words(meeting_papers.drawn(office, closed, document, Progress(), 1).pdf)
    assert "农牧业系列高级评委会" in said
    assert NAMES[2] not in said or document in (Document.REVIEW_SCHEME, Document.MEETING_RECORD)


def test_the_scheme_tells_what_it_lacks_and_when_it_is_late(office: Session, decided: tuple[Path, str]) -> None:
    def verdict() -> tuple[Verdict, str]:
        (found,) = scheme.findings(office, meetings.seen(office, decided[1]))
        return found.verdict, found.says.zh

    before = meetings.get(office, decided[1])
    assert verdict()[0] is Verdict.TODO
    full = structs.replace(
        before,
        place="市人社局会议室",
        scheme=structs.replace(before.scheme, procedure=scheme.PROCEDURE, measures=scheme.MEASURES),
    )
    meetings.change(office, full)
    assert verdict() == (Verdict.BLOCK, "方案最晚应于 2026-09-03 备案，已过期。")
    filed = structs.replace(full, scheme=structs.replace(full.scheme, filed_on=date(2026, 9, 3)))
    meetings.change(office, filed)
    assert verdict()[0] is Verdict.PASS
    coming = structs.replace(full, scheme=structs.replace(full.scheme, filed_on=date(2026, 10, 1)))
    assert refused(lambda: meetings.change(office, coming)) is Code.MEETING_LACKS
    meetings.change(office, before)


Box = tuple[str, float, float]


def placed(pdf: bytes, page: int) -> list[Box]:
    """Every character of a page with where it stands, in points."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        text = document[page].get_textpage()
        found = []
        for at in range(text.count_chars()):
            character = text.get_text_range(at, 1)
            if character.strip():
                left, bottom, _, _ = text.get_charbox(at, loose=True)
                found.append((character, round(left, 1), round(bottom, 1)))
        return found
    finally:
        document.close()


@pytest.mark.parametrize("document", form_entries.FORMS)
def test_entries_stand_where_the_whole_form_has_them_and_nothing_else_is_printed(
    office: Session, closed: str, document: Document
) -> None:
    number = _number(office, closed, NAMES[0])
    written = structs.replace(
        results.opinion(office, closed, number), peer="业绩突出，同意提交评委会表决。", defence="答辩良好。"
    )
    results.write_opinion(office, written)
    made = form_entries.made(office, closed, number, document, Progress())
    at = meetings.seen(office, closed)
    one = at.of(number)
    plain = paper.request(office, one.seat.application, document, (1,))
    extra = form_entries._group_votes(office, at, number) if document is Document.SUBMISSION_FORM else {}
    blank, full = (
        render.render(with_review(plain, one.content, review, told)).pdf
        for review, told in ((ReviewResult(), {}), (form_entries.result(office, at, number), extra))
    )
    assert made.pages
    for index, page in enumerate(made.pages):
        there, entered = placed(full, page - 1), placed(made.pdf, index)
        assert entered
        for box in entered:
            assert any(b[0] == box[0] and abs(b[1] - box[1]) < 0.3 and abs(b[2] - box[2]) < 0.3 for b in there), box
        assert len(entered) == len(there) - len(placed(blank, page - 1))


def with_review(
    plain: render.PaperRequest, content: Application, review: ReviewResult, extra: Mapping[str, str]
) -> render.PaperRequest:
    return replace(plain, application=structs.replace(content, review=review), extra=extra)


def test_an_opinion_too_long_for_the_original_is_refused(office: Session, closed: str) -> None:
    number = _number(office, closed, NAMES[0])
    long = structs.replace(results.opinion(office, closed, number), peer="业绩突出。" * 400)
    results.write_opinion(office, long)
    code = refused(lambda: form_entries.made(office, closed, number, Document.REVIEW_FORM, Progress()))
    assert code is Code.ENTRIES_MOVE


def test_a_city_s_results_are_confirmed_in_the_titles_system(office: Session, closed: str) -> None:
    def verdict(rule: str) -> Verdict:
        (batch,) = confirming.batches(office, meetings.seen(office, closed))
        return {f.rule: f.verdict for f in batch.findings}[rule]

    results.post(office, closed, date(2026, 9, 10), "大厅", date(2026, 9, 10))
    assert (verdict("R098"), verdict("R030"), verdict("N15")) == (Verdict.TODO, Verdict.PASS, Verdict.BLOCK)
    (batch,) = confirming.batches(office, meetings.seen(office, closed))
    done = structs.replace(
        batch.confirmation, sent_on=date(2026, 9, 11), recorded_in_system=True, confirmed_on=date(2026, 9, 11)
    )
    confirming.record(office, closed, 1, done)
    assert verdict("R098") is Verdict.PASS


@pytest.mark.parametrize(
    ("second", "others", "verdict"),
    [(3, 32, Verdict.PASS), (4, 31, Verdict.BLOCK), (3, 33, Verdict.BLOCK), (0, 33, Verdict.ASK), (0, 0, None)],
)
def test_the_city_s_number_of_full_senior_teachers(
    office: Session, closed: str, second: int, others: int, verdict: Verdict | None
) -> None:
    one = results.outcomes(office, meetings.seen(office, closed))[0]
    assert one.applicant is not None

    def teacher(unit: str) -> results.Outcome:
        content = one.applicant.content
        filing = structs.replace(content.filing, level=Level.FULL_SENIOR, series="21")
        made = structs.replace(content, filing=filing, unit=structs.replace(content.unit, name=unit))
        return replace(one, applicant=replace(one.applicant, content=made), carried=True, held=None)

    passed = [teacher("呼和浩特市 第二中学") for _ in range(second)] + [teacher("某旗第二中学") for _ in range(others)]
    found = confirming.teachers(office, passed)
    assert (found[0].verdict if found else None) is verdict
