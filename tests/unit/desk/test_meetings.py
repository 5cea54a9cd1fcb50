"""A review meeting: who may be put before it, groups kept apart, recusals, attendance, and what the rules say."""

from collections.abc import Callable

import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import keep, meeting_groups, meetings, reviews
from desktop_app.desk.session import Session
from desktop_app.domain.application import Opinion
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Desk, Level, Place, UnitKind
from desktop_app.domain.review_meeting import Tie
from desktop_app.domain.status import Status
from tests.support import meetings as support

pytestmark = pytest.mark.slow


@pytest.fixture
def office(open_desk: Callable[..., Session]) -> Session:
    return open_desk(Desk.COMMITTEE_OFFICE, "PWH001")


@pytest.fixture
def people(office: Session) -> list[ApplicationId]:
    return [
        support.accepted(office, 1, "萨仁高娃", "青城草原工作站"),
        support.accepted(office, 2, "巴特尔", "某旗农技站", place=Place.TOWNSHIP),
        support.accepted(office, 3, "张三", "某农业公司", kind=UnitKind.PRIVATE_FIRM),
        support.accepted(office, 4, "李四", "市畜牧站"),
    ]


@pytest.fixture
def meeting(office: Session, people: list[ApplicationId]) -> str:
    committee = support.committee_of(office, 9, ["青城草原 工作站"])
    made = meetings.new(office, committee).id
    meetings.put_forward(office, made, people)
    return made


def verdicts(session: Session, meeting: str) -> dict[str, Verdict]:
    return {one.rule: one.verdict for one in meetings.findings(session, meeting)}


def number_of(session: Session, meeting: str, name: str) -> str:
    return next(one.seat.number for one in meetings.seen(session, meeting).applicants if one.name == name)


def refused(act: Callable[[], object]) -> Code:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value.code


def test_a_meeting_takes_what_the_office_accepted_and_nothing_else(
    office: Session, meeting: str, people: list[ApplicationId]
) -> None:
    at = meetings.seen(office, meeting)
    assert sorted(one.seat.number for one in at.applicants) == ["001", "002", "003", "004"]
    assert at.kept.title == "农牧业系列高级评委会2026年度评审会议"
    assert refused(lambda: meetings.put_forward(office, meeting, people[:1])) is Code.MEETING_NOT_ACCEPTED
    content = structs.replace(support.example(), materials=())
    with office.vault.act(Act.PACKAGE_OPENED, {}):
        unsigned = office.vault.applications.create(content, Status.RECEIVED)
        office.vault.versions.add(unsigned, content, "单位", 1)
    assert refused(lambda: meetings.put_forward(office, meeting, [unsigned])) is Code.MEETING_NOT_ACCEPTED
    other = structs.replace(content, filing=structs.replace(content.filing, level=Level.JUNIOR))
    with office.vault.act(Act.PACKAGE_OPENED, {}):
        lower = office.vault.applications.create(other, Status.RECEIVED)
        office.vault.versions.add(lower, other, "单位", 1)
    reviews.sign(office, lower, reviews.Said(Opinion(text="同意。", reviewer="经办人", on=office.today())))
    offered = {one.application: one.stands for one in meetings.eligible(office, at.kept.committee)}
    assert unsigned not in offered
    assert offered[lower] is not None
    assert offered[lower].zh == "不是本次评审的层级"
    assert len(meetings.get(office, meeting).seats) == 4


def test_numbers_are_not_in_the_order_of_names_and_none_is_given_twice(office: Session, meeting: str) -> None:
    last = max(one.number for one in meetings.get(office, meeting).seats)
    gone = meetings.seen(office, meeting).of(last).seat.application
    meeting_groups.withdraw(office, meeting, [last])
    made = meetings.put_forward(office, meeting, [gone])
    assert {one.number for one in made.seats} == {"001", "002", "003", "005"}


def test_numbers_are_drawn(office: Session) -> None:
    committee = support.committee_of(office, 3)
    ids = [support.accepted(office, at) for at in range(10, 22)]
    meeting = meetings.new(office, committee).id
    seats = meetings.put_forward(office, meeting, ids).seats
    assert {one.application for one in seats} == set(ids)
    assert [one.application for one in seats] != ids  # one chance in 479 001 600 of being so all the same


def test_whom_the_notice_sets_apart_gets_a_group(office: Session, meeting: str) -> None:
    assert verdicts(office, meeting)["R071"] is not Verdict.PASS
    kept = meeting_groups.divide(office, meeting)
    assert [(one.name, len(one.candidates)) for one in kept.groups] == [
        ("非公和专精特新组", 1), ("旗县乡镇组", 1), ("综合组", 2),
    ]  # fmt: skip
    found = verdicts(office, meeting)
    assert (found["R071"], found["R067"]) == (Verdict.PASS, Verdict.PASS)
    firm, town = number_of(office, meeting, "张三"), number_of(office, meeting, "巴特尔")
    meeting_groups.group(office, meeting, "非公和专精特新组", ["E001"], [])
    meeting_groups.group(office, meeting, "旗县乡镇组", ["E001"], [town, firm])
    found = verdicts(office, meeting)
    assert (found["R071"], found["R067"]) == (Verdict.BLOCK, Verdict.INFO)


def test_a_colleague_and_a_relation_are_told_of_until_they_are_recused(office: Session, meeting: str) -> None:
    mine = number_of(office, meeting, "萨仁高娃")
    meeting_groups.attend(office, meeting, [f"E00{at}" for at in range(1, 10)])
    assert verdicts(office, meeting)["N14"] is Verdict.WARN
    (found,) = meeting_groups.suggested(meetings.seen(office, meeting))
    assert (found.expert, found.candidate, found.tie) == ("E001", mine, None)
    meeting_groups.recuse(office, meeting, "E001", mine)
    assert verdicts(office, meeting)["N14"] is Verdict.PASS
    kept = meeting_groups.relate(office, meeting, "E002", "001", Tie.IN_LAW)
    assert len(kept.recusals) == 2
    kept = meeting_groups.unrecuse(office, meeting, "E002", "001")
    assert (len(kept.recusals), kept.relations) == (1, ())


def test_an_expert_of_another_group_votes_in_the_committee_too(office: Session, meeting: str) -> None:
    """Groups advise and the committee decides, so a tie across groups is no less a tie."""
    mine = number_of(office, meeting, "萨仁高娃")
    others = [one.number for one in meetings.get(office, meeting).seats if one.number != mine]
    meeting_groups.group(office, meeting, "甲组", ["E001", "E002", "E003"], others)
    meeting_groups.group(office, meeting, "乙组", ["E004", "E005", "E006"], [mine])
    meeting_groups.attend(office, meeting, [f"E00{at}" for at in range(1, 10)])
    assert verdicts(office, meeting)["N14"] is Verdict.WARN


@pytest.mark.parametrize(("present", "verdict"), [(5, Verdict.BLOCK), (6, Verdict.PASS)])
def test_two_thirds_must_be_present(office: Session, meeting: str, present: int, verdict: Verdict) -> None:
    meeting_groups.attend(office, meeting, [f"E00{at}" for at in range(1, present + 1)])
    assert verdicts(office, meeting)["N11"] is verdict


def test_nobody_from_outside_is_recorded(office: Session, meeting: str) -> None:
    for act in (
        lambda: meeting_groups.attend(office, meeting, ["E099"]),
        lambda: meeting_groups.recuse(office, meeting, "E001", "099"),
        lambda: meeting_groups.group(office, meeting, "甲", [], ["099"]),
        lambda: meeting_groups.order(office, meeting, ["099"]),
    ):
        assert refused(act) is Code.MEETING_STRANGER
    assert refused(lambda: meeting_groups.group(office, meeting, " ", [], [])) is Code.MEETING_LACKS
    assert refused(lambda: meetings.get(office, "01KWDFKD00R2JK7HHEJHQX99KD")) is Code.RECORD_NOT_FOUND


def test_the_order_is_settled_and_an_altered_row_is_found(office: Session, meeting: str) -> None:
    meeting_groups.order(office, meeting, ["003", "001"])
    assert [one.number for one in meetings.get(office, meeting).seats][:2] == ["003", "001"]
    assert not keep.check_vault(office, Progress()).problems
    office.vault._database.run(
        "UPDATE meetings SET content = CAST(replace(CAST(content AS TEXT), '2026-09-10', '2026-09-11') AS BLOB)"
    )
    (problem,) = keep.check_vault(office, Progress()).problems
    assert problem.where == f"meetings {meeting}"


def test_the_log_names_nobody(office: Session, meeting: str) -> None:
    entries = office.vault.audit.entries(5)
    assert entries[0].act is Act.MEETING_KEPT
    assert all(name not in repr(entries) for name in ("萨仁高娃", "评委第1号"))
