"""The facts of an application that conditions may use: what each is, and the field of the form it comes from."""

from collections.abc import Mapping
from types import MappingProxyType

from desktop_app.domain.findings import Station
from desktop_app.domain.kinds import (
    Affiliation,
    Desk,
    Employment,
    IdentityKind,
    Level,
    MaterialKind,
    NoticeMode,
    ObjectionState,
    Path,
    Place,
    Track,
    UnitKind,
)
from desktop_app.domain.marking import MarkState
from desktop_app.policy.codes import Learning
from desktop_app.policy.facttypes import FactType, day, flag, number, several, text, word
from desktop_app.policy.reference_tables import Confidence, Method

_FILING = {
    "day": day(),
    "desk": word(Desk),
    "year_fits": flag("year"),
    "pack_year": number(),
    "level": word(Level, "filing.level"),
    "senior": flag("filing.level"),
    "track": word(Track, "filing.track"),
    "path": word(Path, "filing.path"),
    "series": text("filing.series"),
    "series_name": text("filing.series"),
    "series_known": flag("filing.series"),
    "series_track_known": flag("filing.series_track"),
    "specialty": text("filing.specialty"),
    "groups": several("filing.series"),
    "title": text("filing.title"),
    "title_expected": text("filing.title"),
    "title_fits": flag("filing.title"),
    "title_confidence": word(Confidence, "filing.series_track"),
    "method": word(Method, "filing.series"),
    "method_confidence": word(Confidence, "filing.series"),
    "entrusted": flag("filing.entrusted_to_region"),
    "submitted": flag("filing.submitted_on"),
    "filing_day": day("filing.submitted_on"),
    "other_application": text("standing.other_application_this_year"),
    "other_level": text("standing.other_level_this_year"),
    "green_before": flag("filing.green_channel_used_before"),
    "mark_state": word(MarkState, "marking.state"),
    "state_secret": flag("marking.level"),
    "pledge_signed": flag("pledge.signed"),
}
_PERSON = {
    "identity_kind": word(IdentityKind, "person.identity_kind"),
    "identity_given": flag("person.identity_number"),
    "identity_upper": flag("person.identity_number"),
    "identity_formed": flag("person.identity_number"),
    "identity_dated": flag("person.identity_number"),
    "identity_valid": flag("person.identity_number"),
    "identity_birth": day("person.identity_number"),
    "birth": day("person.birth"),
    "sex_given": flag("person.sex"),
    "sex_fits": flag("person.sex"),
    "employment": word(Employment, "standing.employment"),
    "sanction_until": day("standing.sanction_until"),
    "sanction_runs": flag("standing.sanction_until"),
    "dishonesty_until": day("standing.dishonesty_recorded_on"),
    "dishonesty_runs": flag("standing.dishonesty_recorded_on"),
    "title_held": text("post.title_held"),
    "assessed_fit": flag("standing.assessed_fit"),
    "contribution": flag("standing.outstanding_contribution"),
    "schooling": word(Learning, "education.level"),
    "learning": word(Learning, "education.degree"),
    "service_counted_to": day(),
    "years_professional": number("work"),
    "years_in_region": number("work"),
    "years_township": number("work"),
    "years_county": number("work"),
    "years_below_city": number("work"),
    "years_village_work": number("work"),
    "village_work": flag("work"),
    "year_end_decides": flag("work"),
    "years_since_title": number("post.title_held_since"),
    "years_grassroots_since_title": number("standing.grassroots_service_years"),
    "months_grassroots_this_year": number("standing.city_grassroots_service_months"),
}
_UNIT = {
    "unit_kind": word(UnitKind, "unit.kind"),
    "unit_known": flag("unit.kind"),
    "non_public": flag("unit.kind"),
    "by_territory": flag("unit.kind"),
    "affiliation": word(Affiliation, "unit.affiliation"),
    "belongs": word(Affiliation, "unit.affiliation"),
    "area": text("unit.area"),
    "area_known": flag("unit.area"),
}
_DATES = {
    "window_open": flag(),
    "window_rule": text(),
    "window_first": day(),
    "window_last": day(),
    "before_window": flag("filing.submitted_on"),
    "after_window": flag("filing.submitted_on"),
    "days_left": number(),
    "days_to_open": number(),
    "cutoff_known": flag(),
    "items_late": several(),
    "items_same_month": several(),
    "exam_passed": flag("exams"),
    "exam_dated": flag("exams"),
    "exam_valid": flag("exams"),
    "exam_valid_to": day("exams"),
}
_ROUTE = {
    "route_rule": text(),
    "route": several(words=Station, late=True),
    "route_open": flag(late=True),
    "due_rules": several(late=True),
    "due": day(late=True),
    "due_last_workday": day(late=True),
    "due_on_holiday": flag(late=True),
    "due_passed": flag(late=True),
    "due_days_left": number(late=True),
    "final_due": day(late=True),
    "final_due_last_workday": day(late=True),
    "final_due_passed": flag(late=True),
    "latest_posting": day(late=True),
    "posting_late": flag("public_notice.first_day", late=True),
}
_NOTICE = {
    "notice_mode": word(NoticeMode, "public_notice.mode"),
    "notice_first": day("public_notice.first_day"),
    "notice_last": day("public_notice.last_day"),
    "notice_dated": flag("public_notice.first_day"),
    "notice_in_order": flag("public_notice.last_day"),
    "notice_countable": flag("public_notice.last_day"),
    "notice_workdays": number("public_notice.last_day"),
    "posting_day_decides": flag("public_notice.last_day"),
    "notice_earliest_end": day("public_notice.last_day"),
    "notice_running": flag("public_notice.last_day"),
    "notice_objected": flag("public_notice.objections"),
    "notice_objection": word(ObjectionState, "public_notice.objections"),
    "notice_basis_given": flag("public_notice.basis"),
    "notice_officer_given": flag("public_notice.secrecy_officer"),
}
_PAPERS = {
    "materials": several("materials", MaterialKind),
    "assessment_years": several("appraisals"),
    "assessment_count": number("person.working_since"),
    "assessment_years_missing": several("appraisals"),
    "assessment_sheets_missing": several("materials"),
    "publications": number("publications"),
    "achievements": number("achievements_since"),
    "summary_written": flag("work_summary"),
    "continuing_exempt": flag("continuing_education"),
    "review_form_copies": number(late=True),
    "submission_form_copies": number(late=True),
}

_ONLINE = {
    "files_online": flag("filing.track"),
    "online_registered": flag("online.registered"),
    "online_unit_approved": flag("online.unit_approved"),
    "online_plan": text("online.plan"),
    "online_plan_green": flag("online.plan"),
    "online_submitted": flag("online.submitted_on"),
    "online_late": flag("online.submitted_on"),
    "forms_exported": flag("online.forms_exported"),
    "online_compared": flag("online.compared_on"),
    "online_changed_since": flag("online.compared_on"),
    "online_differing": flag("online.differences"),
    "online_differences": number("online.differences"),
    "window_over": flag(),
}
_CLAIMS = {
    "unit_place": word(Place, "unit.place"),
    "labour_area": text("standing.labour_area"),
    "steps_up": number("post.title_level"),
    "epidemic_claimed": flag("standing.epidemic_policy"),
    "epidemic_before": flag("standing.epidemic_policy_used_before"),
    "epidemic_over": flag("filing.submitted_on"),
    "post_vacant": flag("unit.post_vacant"),
    "post_lacking": flag("unit.post_vacant"),
    "qualification_as_title": text("post.qualification_as_title"),
    "skill_level": text("post.skill_level"),
    "assessments_considered": flag("recommendation.assessments_considered"),
    "months_served_since_title": number("standing.grassroots_service_years"),
    "grassroots_service_short": flag("standing.grassroots_service_years"),
    "years_short_of_hours": several("continuing_education"),
    "auditor_exam_until": day("exams"),
    "auditor_exam_valid": flag("exams"),
    "approved": flag("review.approval"),
}

#: Every fact, by name.
FACTS: Mapping[str, FactType] = MappingProxyType(
    {**_FILING, **_PERSON, **_UNIT, **_DATES, **_ROUTE, **_NOTICE, **_PAPERS, **_ONLINE, **_CLAIMS},
)

#: Flags that say no more than which words another fact is: flag -> that fact and those words. A test holds them equal
#: to the derivations.
DEFINED: Mapping[str, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        "senior": ("level", frozenset(level.value for level in Level if level.senior)),
        "non_public": ("unit_kind", frozenset(kind.value for kind in UnitKind if kind.non_public)),
        "by_territory": ("unit_kind", frozenset(kind.value for kind in UnitKind if kind.territorial)),
        "unit_known": ("unit_kind", frozenset(kind.value for kind in UnitKind)),
    },
)
