"""Votes: opened when the rules allow, counted by two who do not see one another's figures, set aside for a cause."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import ballots, committees, counting, meeting_groups, meeting_papers, meetings, results, votes
from desktop_app.desk.counting import Found
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.domain.findings import Verdict
from desktop_app.domain.meetings import KeptVote, Stage, TallyLine, VoidCause
from tests.support import meetings as support

CLOCK = support.MEETING_DAY


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A committee office with two who count, eleven experts and three accepted filings."""

    def prepare(session: Session) -> None:
        support.committee_of(session, 11)
        for at in range(3):
            support.accepted(session, at)

    made = tmp_path_factory.mktemp("votes") / "vault"
    support.office_at(made, CLOCK, prepare)
    return made


@pytest.fixture
def office(folder: Path) -> Iterator[Session]:
    session = support.first(folder, CLOCK)
    yield session
    session.close()


@pytest.fixture
def meeting(folder: Path, office: Session) -> Iterator[str]:
    """A meeting of its own for each test; its applicants are free again afterwards."""
    (committee,) = [one.id for one in committees.all_(office)]
    kept = meetings.new(office, committee)
    offered = [one.application for one in meetings.eligible(office, kept.committee) if one.stands is None]
    meetings.put_forward(office, kept.id, offered)
    meeting_groups.attend(office, kept.id, [f"E{at:03d}" for at in range(1, 12)])
    yield kept.id
    office.close()
    after = support.first(folder, CLOCK)
    try:
        for one in votes.all_(after, kept.id):
            if one.void is None:
                votes.void(after, one.id, VoidCause.NO_QUORUM, "测试")
        meeting_groups.withdraw(after, kept.id, [one.number for one in meetings.get(after, kept.id).seats])
    finally:
        after.close()


def found(vote: KeptVote, yes: int = 8, no: int = 2, abstained: int = 1, invalid: int = 0) -> Found:
    lines = [
        TallyLine(candidate=one.candidate, yes=yes - (11 - one.voters), no=no, abstained=abstained, invalid=invalid)
        for one in vote.entitled
    ]
    return Found(11, lines)


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def test_no_vote_without_a_quorum_or_with_a_tie_open(office: Session, meeting: str) -> None:
    meeting_groups.attend(office, meeting, ["E001"])
    assert refused(lambda: votes.open_(office, meeting, Stage.COMMITTEE)) is Code.MEETING_RULES
    meeting_groups.attend(office, meeting, [f"E{at:03d}" for at in range(1, 9)])
    kept = votes.open_(office, meeting, Stage.COMMITTEE)
    assert (len(kept.codes), len(set(kept.codes)), kept.round) == (8, 8, 1)


def test_two_counts_that_agree_settle_it_and_the_second_does_not_see_the_first(
    folder: Path, office: Session, meeting: str
) -> None:
    number = meetings.get(office, meeting).seats[0].number
    meeting_groups.recuse(office, meeting, "E001", number)
    kept = votes.open_(office, meeting, Stage.COMMITTEE)
    assert (kept.voters(number), len(kept.codes)) == (10, 11)
    counting.enter(office, kept.id, found(kept))
    office.close()
    before = support.by_second(folder, CLOCK, lambda other: counting.view(other, kept.id))
    assert (before.own, before.others, before.vote.tallies, before.waiting) == (None, (), (), 1)
    after = support.by_second(folder, CLOCK, lambda other: counting.enter(other, kept.id, found(kept)))
    assert after.vote.agreed is not None
    again = support.first(folder, CLOCK)
    try:
        said = {one.setting: one.verdict for one in votes.findings(again, after.vote)}
        assert said == {"": Verdict.PASS, "recused_in_base": Verdict.ASK}  # 7 of 10, of whom one stays out
        (asked,) = [one for one in votes.findings(again, after.vote) if one.verdict is Verdict.ASK]
        assert asked.says.zh.startswith(f"{number}：")
        assert asked.says.en.startswith(f"{number}: ")
        assert refused(lambda: votes.open_(again, meeting, Stage.COMMITTEE)) is Code.MEETING_LACKS
        assert refused(lambda: votes.open_(again, meeting, Stage.COMMITTEE, candidates=[number])) is Code.VOTE_AGAIN
        assert refused(lambda: counting.enter(again, kept.id, found(kept))) is Code.VOTE_STATE
    finally:
        again.close()


def test_counts_that_differ_are_shown_and_cleared_up_with_a_reason(folder: Path, office: Session, meeting: str) -> None:
    kept = votes.open_(office, meeting, Stage.COMMITTEE)
    counting.enter(office, kept.id, found(kept))
    assert refused(lambda: counting.settle(office, kept.id, found(kept), "复核")) is Code.VOTE_SAME_COUNTER
    office.close()
    other = found(kept)
    moved = structs.replace(other.lines[0], yes=7, no=3)
    seen = support.by_second(
        folder, CLOCK, lambda there: counting.enter(there, kept.id, Found(11, [moved, *other.lines[1:]]))
    )
    assert (seen.differing, seen.vote.agreed) == ((moved.candidate,), None)
    again = support.first(folder, CLOCK)
    try:
        assert refused(lambda: counting.settle(again, kept.id, found(kept), " ")) is Code.REASON_MISSING
        made = counting.settle(again, kept.id, found(kept), "两人逐张复核，第二次计票误读一张")
        assert made.agreed is not None
        assert len(made.tallies) == 2
    finally:
        again.close()


@pytest.mark.parametrize(
    "slip",
    [
        lambda good: Found(12, good.lines),
        lambda good: Found(11, good.lines[1:]),
        lambda good: Found(11, [*good.lines, good.lines[0]]),
        lambda good: Found(11, [structs.replace(good.lines[0], yes=9), *good.lines[1:]]),
        lambda good: Found(10, good.lines),
        lambda good: Found(11, good.lines, proxies=1),
        lambda good: Found(2, good.lines, late=3),
    ],
)
def test_a_count_that_the_sheets_cannot_give_is_refused(
    office: Session, meeting: str, slip: Callable[[Found], Found]
) -> None:
    kept = votes.open_(office, meeting, Stage.COMMITTEE)
    assert refused(lambda: counting.enter(office, kept.id, slip(found(kept)))) is Code.VOTE_COUNT
    assert counting.view(office, kept.id).waiting == 0


def test_a_number_named_twice_is_the_one_that_is_told(office: Session, meeting: str) -> None:
    kept = votes.open_(office, meeting, Stage.COMMITTEE)
    good = found(kept)
    first, second = good.lines[0].candidate, good.lines[1].candidate
    for slip, zh, en in (
        ([*good.lines, good.lines[0]], f"编号 {first} 缺少", f" {first} "),
        (good.lines[2:], f"编号 {first}、{second} 缺少", f"{first}, {second} "),
    ):
        with pytest.raises(Fault) as caught:
            counting.enter(office, kept.id, Found(11, slip))
        assert zh in sentence(caught.value)
        assert en in sentence(caught.value, Language.EN)


def test_a_vote_that_was_set_aside_may_be_held_again_and_no_other(office: Session, meeting: str) -> None:
    kept = votes.open_(office, meeting, Stage.COMMITTEE)
    assert refused(lambda: votes.void(office, kept.id, VoidCause.NOT_SECRET, " ")) is Code.REASON_MISSING
    assert votes.void(office, kept.id, VoidCause.NOT_SECRET, "有人当众填票").secret is False
    assert votes.open_(office, meeting, Stage.COMMITTEE).round == 2


def test_a_group_votes_with_those_of_it_who_are_present(office: Session, meeting: str) -> None:
    numbers = [one.number for one in meetings.get(office, meeting).seats]
    meeting_groups.group(office, meeting, "甲组", ["E001", "E002", "E003"], numbers)
    kept = votes.open_(office, meeting, Stage.GROUP, "甲组")
    assert (len(kept.codes), {one.voters for one in kept.entitled}) == (3, {3})
    assert refused(lambda: votes.open_(office, meeting, Stage.GROUP, "乙组")) is Code.MEETING_STRANGER
    assert refused(lambda: meeting_groups.recuse(office, meeting, "E001", numbers[0])) is Code.MEETING_FIXED


def test_a_meeting_does_not_end_under_a_count_and_whoever_voted_is_noted(
    folder: Path, office: Session, meeting: str
) -> None:
    numbers = [one.number for one in meetings.get(office, meeting).seats]
    meeting_groups.group(office, meeting, "甲组", ["E001", "E002", "E003"], numbers)
    first = votes.open_(office, meeting, Stage.COMMITTEE, candidates=numbers[:1])
    assert len(first.members) == 11
    office.close()
    support.both_count(folder, CLOCK, first.id, found(first))
    again = support.first(folder, CLOCK)
    # E011 leaves after the first vote
    meeting_groups.attend(again, meeting, [f"E{at:03d}" for at in range(1, 11)])
    rest = votes.open_(again, meeting, Stage.COMMITTEE)
    group = votes.open_(again, meeting, Stage.GROUP, "甲组")
    again.close()
    lines = [TallyLine(candidate=one, yes=8, no=2) for one in numbers[1:]]
    support.both_count(folder, CLOCK, rest.id, Found(10, lines))
    last = support.first(folder, CLOCK)
    try:
        assert refused(lambda: results.close(last, meeting, support.HELD)) is Code.MEETING_LACKS
        votes.void(last, group.id, VoidCause.NO_QUORUM, "没有评议")
        results.close(last, meeting, support.HELD)
        pool = committees.get(last, meetings.get(last, meeting).committee).committee.pool.experts
        assert {one.id for one in pool if support.HELD.year in one.served} == {f"E{at:03d}" for at in range(1, 12)}
        record = meeting_papers.request(last, meeting, Document.MEETING_RECORD)
        assert (record.extra["members"], record.extra["present"]) == ("11", "11")
        last.vault._database.run("DELETE FROM meeting_results")
    finally:
        last.close()


def test_a_row_of_a_sheet_has_the_number_by_which_it_is_counted(office: Session, meeting: str) -> None:
    numbers = [one.number for one in meetings.get(office, meeting).seats]
    turned = numbers[::-1]
    meeting_groups.order(office, meeting, turned)
    kept = votes.open_(office, meeting, Stage.COMMITTEE)
    rows = ballots.request(votes.sitting(office, kept)).rows["candidates"]
    names = {one.seat.number: one.name for one in meetings.seen(office, meeting).applicants}
    assert [(row["number"], row["name"]) for row in rows] == [(one, names[one]) for one in turned]


def test_sheets_bear_marks_and_no_voter(office: Session, meeting: str, tmp_path: Path) -> None:
    kept = votes.open_(office, meeting, Stage.COMMITTEE)
    path = tmp_path / "票.pdf"
    votes.save_ballots(office, kept.id, path, Progress(), by_number=True)
    document = pypdfium2.PdfDocument(io.BytesIO(path.read_bytes()))
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    assert len(pages) == 11
    for number, (page, code) in enumerate(zip(pages, kept.codes, strict=True), start=1):
        assert f"第{number:02d}-{code}号" in page
        assert "申报人1" not in page
        assert "评委第" not in page
