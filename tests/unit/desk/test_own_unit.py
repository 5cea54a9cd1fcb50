"""A unit's desk is asked about a filing that names another unit, and may file it all the same."""

import pytest
from msgspec import structs

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, review_desk, submit
from desktop_app.desk.check import assess
from desktop_app.desk.list_check import check_list, field_of
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Finding, Verdict
from desktop_app.domain.kinds import Desk
from desktop_app.domain.status import Status


def _named(session: Session, application: ApplicationId, name: str) -> None:
    content = draft.load(session, application).draft
    draft.save(session, application, structs.replace(content, unit=structs.replace(content.unit, name=name)))


def _asked(session: Session, application: ApplicationId) -> list[Finding]:
    return [one for one in submit.would_meet(session, application).findings if one.rule == "UNIT"]


def test_another_unit_is_asked_about_by_both_names_and_can_be_submitted(unit: Session, drafted: ApplicationId) -> None:
    _named(unit, drafted, "第二测绘院")
    (asked,) = _asked(unit, drafted)
    assert (asked.verdict, asked.clause, asked.field) == (Verdict.WARN, "六（一）1", "unit.name")
    assert asked.says.zh == f"工作单位填的是“第二测绘院”，本台是“{unit.office.name}”。"
    assert unit.office.name in asked.says.en
    listed = check_list(unit, unit.today(), Progress())  # the whole list says the same
    (group,) = [group for group in listed.rules if group.rule == "UNIT"]
    assert (group.says, group.varies, group.applications) == (asked.says, False, (drafted,))
    assert field_of(unit, drafted, unit.today(), group) == "unit.name"
    submit.submit(unit, drafted)
    assert unit.vault.applications.get(drafted).status is Status.SUBMITTED
    assert asked in review_desk.open_(unit, drafted).about  # and once more where the unit signs


@pytest.mark.parametrize("written", ["{}", " {} ", "某市{}", "{}（本部）", ""])
def test_the_own_unit_longer_shorter_or_not_yet_filled_in_is_no_question(
    unit: Session, drafted: ApplicationId, written: str
) -> None:
    _named(unit, drafted, written.format(unit.office.name))
    assert _asked(unit, drafted) == []


def test_other_desks_review_other_units_filings(unit: Session, drafted: ApplicationId) -> None:
    _named(unit, drafted, "第二测绘院")
    content = draft.load(unit, drafted).draft
    for desk in Desk:
        answer = assess(content, unit.today(), unit.pack, desk, unit.office.name)
        assert any(one.rule == "UNIT" for one in answer.findings) is (desk is Desk.UNIT)
