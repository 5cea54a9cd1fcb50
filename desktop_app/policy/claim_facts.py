"""Facts about the online half of a filing, and about what the person claims beside the ordinary way."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from desktop_app.domain.kinds import Level, Track
from desktop_app.policy.online_fields import compared_content
from desktop_app.policy.situation import Derivation, Situation
from desktop_app.policy.window_rows import window_at

_STEPS = (None, *Level)


def files_online(at: Situation) -> bool:
    """Whether there is an online half: not for classified filings (二（一）), unless an office says so."""
    track = at.application.filing.track
    if track is Track.CLASSIFIED:
        return at.pack.setting_is("classified_registers_online", True)
    return track not in (None, Track.ONLINE)


def _differing(at: Situation) -> bool:
    online = at.application.online
    return online.differences > 0 and not online.differences_settled


def _changed_since(at: Situation) -> bool:
    """Whether anything that was compared, or the submission online, is another now; never where it was done by eye."""
    compared = at.application.online.compared_content
    return compared not in ("", compared_content(at.application))


def _online_late(at: Situation) -> bool:
    found, submitted = at.once(window_at), at.application.online.submitted_on
    return found is not None and submitted is not None and submitted > found.last


def _window_over(at: Situation) -> bool:
    found = at.once(window_at)
    return found is not None and at.on > found.last


def _steps_up(at: Situation) -> int:
    """How many levels the filing lies above the title held; nothing held is a step below 初级."""
    level = at.application.filing.level
    return _STEPS.index(level) - _STEPS.index(at.application.post.title_level) if level else 0


def _epidemic_over(at: Situation) -> bool:
    return at.filing_day.isoformat() > str(at.facts.value("epidemic_policy_until"))


def _auditor_until(at: Situation) -> date | None:
    """The last day on which a passed senior auditor examination counts, by the day it was sat."""
    sat = max((exam.on for exam in at.application.exams if exam.passed and exam.on), default=None)
    if sat is None:
        return None
    end = sat.year + int(at.facts.value("auditor_exam_years"))
    leap_day = (sat.month, sat.day) == (2, 29)
    return date(min(end, date.max.year), sat.month, 28 if leap_day else sat.day)


def _auditor_valid(at: Situation) -> bool:
    until = _auditor_until(at)
    return until is not None and at.filing_day <= until


def years_short(at: Situation) -> tuple[str, ...]:
    """Years listed with fewer hours than the office has entered; excused years are left out (五（四）6)."""
    wanted_public = int(at.facts.value("continuing_public_hours") or 0)
    wanted_professional = int(at.facts.value("continuing_professional_hours") or 0)
    served = at.application.standing.city_grassroots_service_months
    excused = at.application.year if served >= int(at.facts.value("grassroots_months_excusing")) else None
    return tuple(
        str(row.year)
        for row in at.application.continuing_education
        if row.exemption is None
        and row.year != excused
        and (row.public_hours < wanted_public or row.professional_hours < wanted_professional)
    )


def _months_served(at: Situation) -> Decimal:
    return Decimal(at.application.standing.grassroots_service_years or "0") * 12


def grassroots_service_short(at: Situation) -> bool:
    """Fewer months of service than an office has entered (五（四）5)."""
    return _months_served(at) < int(at.facts.value("city_service_months") or 0)


def _post_state(vacant: bool) -> Derivation:
    return lambda at: at.application.unit.post_vacant is vacant


_ONLINE: Mapping[str, Derivation] = {
    "files_online": files_online,
    "online_registered": lambda at: at.application.online.registered,
    "online_unit_approved": lambda at: at.application.online.unit_approved,
    "online_plan": lambda at: at.application.online.plan,
    "online_plan_green": lambda at: "绿色通道" in at.application.online.plan,
    "online_submitted": lambda at: at.application.online.submitted_on is not None,
    "online_late": _online_late,
    "forms_exported": lambda at: at.application.online.forms_exported,
    "online_compared": lambda at: at.application.online.compared_on is not None,
    "online_changed_since": _changed_since,
    "online_differing": _differing,
    "online_differences": lambda at: at.application.online.differences,
    "window_over": _window_over,
}
_CLAIMS: Mapping[str, Derivation] = {
    "unit_place": lambda at: at.application.unit.place,
    "labour_area": lambda at: at.application.standing.labour_area,
    "steps_up": _steps_up,
    "epidemic_claimed": lambda at: at.application.standing.epidemic_policy,
    "epidemic_before": lambda at: at.application.standing.epidemic_policy_used_before,
    "epidemic_over": _epidemic_over,
    "post_vacant": _post_state(vacant=True),
    "post_lacking": _post_state(vacant=False),
    "qualification_as_title": lambda at: at.application.post.qualification_as_title,
    "skill_level": lambda at: at.application.post.skill_level,
    "assessments_considered": lambda at: at.application.recommendation.assessments_considered,
    "months_served_since_title": _months_served,
    "grassroots_service_short": grassroots_service_short,
    "years_short_of_hours": years_short,
    "auditor_exam_until": _auditor_until,
    "auditor_exam_valid": _auditor_valid,
    "approved": lambda at: at.application.review.approval != "",
}

DERIVATIONS: Mapping[str, Derivation] = {**_ONLINE, **_CLAIMS}
