"""The names of facts that a pack's conditions may use: what each one is, and the field of the form it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
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
    Path,
    Track,
    UnitKind,
)
from desktop_app.domain.marking import MarkState
from desktop_app.policy.reference_tables import Confidence, Method


class Kind(Enum):
    """The kinds of facts. A date is its ISO text; a missing date, word or text is empty, so all can be compared."""

    FLAG = "flag"
    NUMBER = "number"
    TEXT = "text"
    WORD = "word"
    DATE = "date"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class FactType:
    """One name. `words` is the enum a word (or the members of a list) belongs to; `late` facts need the route."""

    kind: Kind
    field: str = ""
    words: type[Enum] | None = None
    late: bool = False


def _flag(field: str = "", *, late: bool = False) -> FactType:
    return FactType(Kind.FLAG, field, late=late)


def _number(field: str = "", *, late: bool = False) -> FactType:
    return FactType(Kind.NUMBER, field, late=late)


def _text(field: str = "") -> FactType:
    return FactType(Kind.TEXT, field)


def _date(field: str = "", *, late: bool = False) -> FactType:
    return FactType(Kind.DATE, field, late=late)


def _word(words: type[Enum], field: str = "") -> FactType:
    return FactType(Kind.WORD, field, words)


def _list(field: str = "", words: type[Enum] | None = None, *, late: bool = False) -> FactType:
    return FactType(Kind.LIST, field, words, late)


_FILING = {
    "day": _date(),
    "desk": _word(Desk),
    "year_fits": _flag("year"),
    "pack_year": _number(),
    "level": _word(Level, "filing.level"),
    "senior": _flag("filing.level"),
    "track": _word(Track, "filing.track"),
    "path": _word(Path, "filing.path"),
    "series": _text("filing.series"),
    "series_name": _text("filing.series"),
    "series_known": _flag("filing.series"),
    "series_track_known": _flag("filing.series_track"),
    "specialty": _text("filing.specialty"),
    "groups": _list("filing.series"),
    "title": _text("filing.title"),
    "title_expected": _text("filing.title"),
    "title_fits": _flag("filing.title"),
    "method": _word(Method, "filing.series"),
    "method_confidence": _word(Confidence, "filing.series"),
    "entrusted": _flag("filing.entrusted_to_region"),
    "submitted": _flag("filing.submitted_on"),
    "filing_day": _date("filing.submitted_on"),
    "other_application": _text("standing.other_application_this_year"),
    "green_before": _flag("filing.green_channel_used_before"),
    "mark_state": _word(MarkState, "marking.state"),
    "state_secret": _flag("marking.level"),
    "pledge_signed": _flag("pledge.signed"),
}
_PERSON = {
    "identity_kind": _word(IdentityKind, "person.identity_kind"),
    "identity_given": _flag("person.identity_number"),
    "identity_upper": _flag("person.identity_number"),
    "identity_formed": _flag("person.identity_number"),
    "identity_dated": _flag("person.identity_number"),
    "identity_valid": _flag("person.identity_number"),
    "identity_birth": _date("person.identity_number"),
    "birth": _date("person.birth"),
    "sex_given": _flag("person.sex"),
    "sex_fits": _flag("person.sex"),
    "employment": _word(Employment, "standing.employment"),
    "sanction_until": _date("standing.sanction_until"),
    "sanction_runs": _flag("standing.sanction_until"),
    "dishonesty_until": _date("standing.dishonesty_recorded_on"),
    "dishonesty_runs": _flag("standing.dishonesty_recorded_on"),
    "title_held": _text("post.title_held"),
    "assessed_fit": _flag("standing.assessed_fit"),
    "contribution": _flag("standing.outstanding_contribution"),
    "education_rank": _number("education.level"),
    "degree_rank": _number("education.degree"),
    "service_counted_to": _date(),
    "years_professional": _number("work"),
    "years_in_region": _number("work"),
    "years_township": _number("work"),
    "years_county": _number("work"),
    "years_below_city": _number("work"),
    "years_village_work": _number("work"),
    "years_since_title": _number("post.title_held_since"),
    "years_grassroots_since_title": _number("standing.grassroots_service_years"),
    "months_grassroots_this_year": _number("standing.city_grassroots_service_months"),
}
_UNIT = {
    "unit_kind": _word(UnitKind, "unit.kind"),
    "unit_known": _flag("unit.kind"),
    "non_public": _flag("unit.kind"),
    "by_territory": _flag("unit.kind"),
    "affiliation": _word(Affiliation, "unit.affiliation"),
    "belongs": _word(Affiliation, "unit.affiliation"),
    "area": _text("unit.area"),
    "area_known": _flag("unit.area"),
}
_DATES = {
    "window_open": _flag(),
    "window_rule": _text(),
    "window_first": _date(),
    "window_last": _date(),
    "before_window": _flag("filing.submitted_on"),
    "after_window": _flag("filing.submitted_on"),
    "days_left": _number(),
    "days_to_open": _number(),
    "cutoff_known": _flag(),
    "items_late": _list(),
    "items_same_month": _list(),
    "exam_passed": _flag("exams"),
    "exam_dated": _flag("exams"),
    "exam_valid": _flag("exams"),
    "exam_valid_to": _date("exams"),
}
_ROUTE = {
    "route_rule": _text(),
    "route": _list(words=Station, late=True),
    "route_open": _flag(late=True),
    "due_rules": _list(late=True),
    "due": _date(late=True),
    "due_last_workday": _date(late=True),
    "due_on_holiday": _flag(late=True),
    "due_passed": _flag(late=True),
    "due_days_left": _number(late=True),
    "final_due": _date(late=True),
    "final_due_last_workday": _date(late=True),
    "final_due_passed": _flag(late=True),
    "latest_posting": _date(late=True),
    "posting_late": _flag("public_notice.first_day", late=True),
}
_NOTICE = {
    "notice_mode": _word(NoticeMode, "public_notice.mode"),
    "notice_first": _date("public_notice.first_day"),
    "notice_last": _date("public_notice.last_day"),
    "notice_dated": _flag("public_notice.first_day"),
    "notice_in_order": _flag("public_notice.last_day"),
    "notice_countable": _flag("public_notice.last_day"),
    "notice_workdays": _number("public_notice.last_day"),
    "notice_earliest_end": _date("public_notice.last_day"),
    "notice_running": _flag("public_notice.last_day"),
    "notice_basis_given": _flag("public_notice.basis"),
    "notice_officer_given": _flag("public_notice.secrecy_officer"),
}
_PAPERS = {
    "materials": _list("materials", MaterialKind),
    "assessment_years": _list("appraisals"),
    "assessment_count": _number("person.working_since"),
    "assessment_years_missing": _list("appraisals"),
    "assessment_sheets_missing": _list("materials"),
    "publications": _number("publications"),
    "achievements": _number("achievements_since"),
    "summary_written": _flag("work_summary"),
    "continuing_exempt": _flag("continuing_education"),
    "review_form_copies": _number(late=True),
    "submission_form_copies": _number(late=True),
}

#: Every fact, by name.
FACTS: Mapping[str, FactType] = MappingProxyType(
    {**_FILING, **_PERSON, **_UNIT, **_DATES, **_ROUTE, **_NOTICE, **_PAPERS},
)
