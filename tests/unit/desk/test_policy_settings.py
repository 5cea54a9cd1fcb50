"""An office settles what the notice leaves open: the findings change at once, and a bad answer changes nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language, sentence
from desktop_app.core.resources import resource
from desktop_app.desk import draft, keep, opening, policy_settings, submit
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import Station, Verdict
from desktop_app.domain.kinds import Desk
from desktop_app.policy.tables import Scalar
from tests.unit.desk.conftest import PASSPHRASE

GROUND = "呼人社办字〔2026〕18 号，2026 年 6 月 30 日"


def _fault(act: Callable[[], object]) -> Fault:
    with pytest.raises(Fault) as caught:
        act()
    return caught.value


def _teacher(session: Session) -> ApplicationId:
    return draft.take_in(session, resource("demo", "county_teacher.json"))


def _targeted_doctor(session: Session) -> ApplicationId:
    """A filing whose days come in a notice of their own."""
    id_ = _teacher(session)
    content = draft.load(session, id_).draft
    health = msgspec.structs.replace(content.filing, series="04")
    draft.save(session, id_, msgspec.structs.replace(content, filing=health))
    return id_


def test_every_question_is_listed_open_ones_first(unit: Session) -> None:
    rows = policy_settings.all_(unit)
    assert {row.name for row in rows} == {setting.id for setting in unit.pack.head.setting}
    assert [row.open for row in rows] == sorted((row.open for row in rows), reverse=True)
    assert rows[0].open
    assert not rows[0].settled
    for row in rows:
        for choice, words in row.choices:
            assert words.zh != choice, row.name
            assert words.en
            assert policy_settings.said(row, choice, Language.EN) == words.en


def test_days_once_settled_answer_the_question_at_once(unit: Session) -> None:
    teacher = _targeted_doctor(unit)
    asked = {f.rule for f in submit.would_meet(unit, teacher).findings if f.verdict is Verdict.ASK}
    assert "R026" in asked
    before = unit.pack
    policy_settings.set_(unit, "targeted_health_route", "unit>district_hr>senior_committee_office", GROUND)
    policy_settings.set_(unit, "targeted_health_first", date(2026, 7, 1), GROUND)
    row = policy_settings.set_(unit, "targeted_health_last", date(2026, 7, 31), GROUND)
    assert unit.pack is not before
    assert before.settings["targeted_health_last"] is None, "whoever held the old pack goes on with it unchanged"
    found = submit.would_meet(unit, teacher)
    assert "R026" not in {f.rule for f in found.findings if f.verdict is not Verdict.PASS}
    assert found.window is not None
    assert (found.window.first, found.window.last) == (date(2026, 7, 1), date(2026, 7, 31))
    assert (row.settled, row.set_by, row.ground) == (True, "经办人", GROUND)
    policy_settings.clear(unit, "targeted_health_last")
    assert "R026" in {f.rule for f in submit.would_meet(unit, teacher).findings if f.verdict is Verdict.ASK}


def test_it_holds_after_the_vault_was_locked(unit: Session, clock: FixedClock) -> None:
    policy_settings.set_(unit, "local_route", "unit>district_hr>committee_office", GROUND)
    policy_settings.set_(unit, "notice_counts_posting_day", True, GROUND)
    folder: Path = unit.vault.folder
    unit.close()
    again = opening.unlock(folder, PASSPHRASE, clock)
    try:
        row = policy_settings.one(again, "local_route")
        assert policy_settings.said(row, row.value, Language.ZH) == "用人单位 → 旗县区人社部门 → 评委会办事机构"
        assert policy_settings.route_of(row.value)[1] is Station.DISTRICT_HR
        assert again.pack.calendar.counts_posting_day
    finally:
        again.close()


def test_one_act_each_with_ids_only(unit: Session) -> None:
    before = unit.vault.audit.count(Act.SETTINGS_CHANGED)
    policy_settings.clear(unit, "school_senior_due")
    assert unit.vault.audit.count(Act.SETTINGS_CHANGED) == before, "nothing was settled, nothing is logged"
    policy_settings.set_(unit, "school_senior_due", date(2026, 8, 3), GROUND)
    policy_settings.clear(unit, "school_senior_due")
    assert unit.vault.audit.count(Act.SETTINGS_CHANGED) == before + 2
    entry = keep.audit(unit, 1, 0)[0]
    assert entry.objects == {"policy": "hohhot-2026", "setting": "school_senior_due"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("school_senior_due", "2026-08-03"),
        ("school_senior_due", date(2062, 8, 3)),
        ("school_senior_due", True),
        ("department_posts_notice", 1),
        ("years_counted_to", "someday"),
        ("local_route", "unit>moon"),
        ("local_route", "unit>unit"),
        ("local_route", ""),
    ],
)
def test_a_value_that_does_not_fit_changes_nothing(unit: Session, name: str, value: Scalar) -> None:
    before = unit.pack
    fault = _fault(lambda: policy_settings.set_(unit, name, value, GROUND))
    assert fault.code is Code.POLICY_SETTING_VALUE
    asks = policy_settings.one(unit, name).asks
    assert asks.zh in sentence(fault, Language.ZH)
    assert asks.en in sentence(fault, Language.EN)
    assert unit.pack is before
    assert not policy_settings.one(unit, name).settled


def test_a_ground_is_needed_and_a_window_cannot_end_before_it_begins(unit: Session) -> None:
    day = date(2026, 7, 1)
    for ground in ("", "  ", "长" * 201, "据\u202e"):
        fault = _fault(lambda why=ground: policy_settings.set_(unit, "green_city_last", day, why))  # type: ignore[misc]
        assert fault.code is Code.POLICY_SETTING_GROUND
    assert _fault(lambda: policy_settings.set_(unit, "no_such", 1, GROUND)).code is Code.POLICY_SETTING_UNKNOWN
    policy_settings.set_(unit, "green_city_last", day, GROUND)
    fault = _fault(lambda: policy_settings.set_(unit, "green_city_first", date(2026, 7, 2), GROUND))
    assert fault.code is Code.POLICY_SETTING_ORDER
    assert policy_settings.one(unit, "green_city_first").open
    assert unit.pack.settings["green_city_first"] is None


def test_what_fits_no_more_is_shown_and_not_used(unit: Session) -> None:
    with unit.vault.act(Act.SETTINGS_CHANGED, {}):
        unit.vault.policy_settings.put(unit.pack.id, "years_counted_to", "of_another_edition", GROUND)
        unit.vault.policy_settings.put(unit.pack.id, "gone", True, GROUND)
    unit.use(unit.pack_as_settled())
    row = policy_settings.one(unit, "years_counted_to")
    assert (row.unfit, row.settled, row.value, row.ground) == (True, False, "cutoff", GROUND)
    assert not policy_settings.clear(unit, "years_counted_to").unfit


def test_a_version_is_filed_under_the_pack_in_force(unit: Session, submitted: ApplicationId) -> None:
    version = draft.versions(unit, submitted)[0]
    kept = unit.vault.versions.policy_of(version.id)
    assert kept is not None
    assert (kept.pack, kept.digest) == (unit.pack.id, unit.pack.digest)
    assert kept.settings == {}


def test_a_personal_vault_settles_too(open_desk: Callable[..., Session]) -> None:
    own = open_desk(Desk.APPLICANT, "SELF01")
    assert policy_settings.set_(own, "classified_registers_online", True, GROUND).value is True
