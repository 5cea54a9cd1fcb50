"""Committees: kept under an id, judged by the rules with their people, and at a committee office only."""

from datetime import date, timedelta

import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import committees, keep
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Verdict
from desktop_app.domain.kinds import Level
from desktop_app.domain.review_meeting import Committee, Expert, Pool, Registration, Task

APPROVED = Registration(
    series=("04",), levels=(Level.MID,), standard="甲标准", valid_from=date(2025, 1, 1), valid_to=date(2027, 12, 31)
)
TOLD = Committee(
    name=" 水利中级评委会 ",
    registered=APPROVED,
    task=Task(series="04", levels=(Level.MID,), standard="甲标准"),
    meets_on=date(2026, 9, 10),
)


def verdicts(session: Session, committee: str) -> dict[str, Verdict]:
    return {one.rule: one.verdict for one in committees.findings(session, committee)}


def test_a_committee_is_kept_changed_and_judged(committee: Session) -> None:
    made = committees.keep(committee, TOLD)
    assert made.committee.name == "水利中级评委会"
    assert verdicts(committee, made.id)["R051"] is Verdict.PASS
    late = structs.replace(made.committee, meets_on=date(2028, 1, 5))
    assert committees.keep(committee, late, made.id).id == made.id
    assert verdicts(committee, made.id)["R051"] is Verdict.BLOCK
    assert [one.id for one in committees.all_(committee)] == [made.id]
    assert not keep.check_vault(committee, Progress()).problems


def test_people_in_what_is_kept_are_not_taken_for_members(committee: Session) -> None:
    person = Expert(id="E1", name="某专家")
    smuggled = structs.replace(TOLD, members=(person,), pool=Pool(experts=(person,)))
    made = committees.keep(committee, smuggled)
    assert made.committee.members == made.committee.pool.experts == ()
    assert verdicts(committee, made.id)["N08"] is Verdict.TODO


def test_what_is_said_to_have_been_done_was_done(committee: Session) -> None:
    made = committees.keep(committee, TOLD)
    coming = committee.today() + timedelta(days=1)
    for told in (
        structs.replace(TOLD, consent_on=coming),
        structs.replace(TOLD, pool=structs.replace(TOLD.pool, cleaned_on=coming)),
        structs.replace(TOLD, pool=structs.replace(TOLD.pool, reported_on=coming)),
    ):
        with pytest.raises(Fault) as refused:
            committees.keep(committee, told, made.id)
        assert refused.value.code is Code.MEETING_LACKS
    assert committees.bare(committee, made.id) == made
    committees.keep(committee, structs.replace(TOLD, meets_on=coming, consent_on=committee.today()), made.id)


def test_no_name_and_no_committee_are_refused(committee: Session) -> None:
    with pytest.raises(Fault) as refused:
        committees.keep(committee, Committee(name="  "))
    assert refused.value.code is Code.MEETING_LACKS
    with pytest.raises(Fault) as refused:
        committees.get(committee, "01KWDFKD00R2JK7HHEJHQX99KD")
    assert refused.value.code is Code.RECORD_NOT_FOUND
    assert committees.all_(committee) == []


def test_a_unit_s_vault_keeps_no_committee(unit: Session) -> None:
    with pytest.raises(Fault) as refused:
        committees.keep(unit, TOLD)
    assert refused.value.code is Code.MEETING_ELSEWHERE


def test_a_row_that_was_altered_is_found(committee: Session) -> None:
    made = committees.keep(committee, TOLD)
    committee.vault._database.run(
        "UPDATE committees SET content = CAST(replace(CAST(content AS TEXT), '2026-09-10', '2026-09-11') AS BLOB)"
    )
    (problem,) = keep.check_vault(committee, Progress()).problems
    assert problem.where == f"committees {made.id}"
