"""Maps an application to the strings that forms print: one name for each value, one list for each table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from desktop_app.domain.application import Application
from desktop_app.domain.marking import Marking
from desktop_app.papers import listings, summaries
from desktop_app.papers.issues import Issue, IssueKind
from desktop_app.papers.wording import CodeTables, count, day, days, joined, month, month_of, named, years


@dataclass(frozen=True, slots=True)
class Values:
    """What a form can print: single values, lists of rows, and codes that no table explains."""

    single: dict[str, str]
    rows: Mapping[str, Sequence[Mapping[str, str]]]
    issues: tuple[Issue, ...] = ()


class _Codes:
    """Looks codes up and remembers those that no table has."""

    def __init__(self, tables: CodeTables) -> None:
        self.tables = tables
        self.issues: list[Issue] = []

    def word(self, table: str, code: str, field: str, label: str) -> str:
        if not code:
            return ""
        found = self.tables.find(table, code)
        if found is None:
            self.issues.append(Issue(IssueKind.CODE_UNKNOWN, field, label, character=code))
            return code
        return found


def bind(
    application: Application,
    tables: CodeTables,
    extra: Mapping[str, str] | None = None,
    rows: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    marking: Marking | None = None,
) -> Values:
    """Everything a form may print of this application, with the caller's own values as `extra.…` and lists.

    `marking` is the mark of the paper where it is not the application's own (a package of several).
    """
    codes = _Codes(tables)
    single = {
        "year": str(application.year),
        "marking": (marking or application.marking).printed(),
        **_filing(application, codes),
        **_person(application, codes),
        **_education(application, codes),
        **_post(application),
        **_unit(application, codes),
        **_chain(application),
        **_public(application),
        **_review(application),
        **_sheet(application),
        **{f"extra.{name}": value for name, value in (extra or {}).items()},
    }
    return Values(single, {**listings.of(application), **(rows or {})}, tuple(codes.issues))


@cache
def vocabulary() -> frozenset[str]:
    """The names of all single values."""
    return frozenset(bind(Application(), CodeTables()).single)


@cache
def row_vocabulary() -> Mapping[str, frozenset[str]]:
    """The lists and their columns."""
    return listings.columns()


def _filing(application: Application, codes: _Codes) -> dict[str, str]:
    filing = application.filing
    track = codes.tables.find("track", filing.series_track) or filing.series_track
    return {
        "filing.level": named(filing.level),
        "filing.series": codes.word("series", filing.series, "filing.series", "申报系列"),
        "filing.series_track": track,
        "filing.specialty": filing.specialty,
        "filing.title": filing.title,
        "filing.track": named(filing.track),
        "filing.path": named(filing.path),
        "filing.filled_on": day(filing.filled_on),
    }


def _person(application: Application, codes: _Codes) -> dict[str, str]:
    person = application.person
    return {
        "person.name": person.name,
        "person.former_name": person.former_name,
        "person.sex": named(person.sex),
        "person.ethnic": codes.word("ethnic", person.ethnic_group, "person.ethnic_group", "民族"),
        "person.birth": day(person.birth),
        "person.birth_month": month_of(person.birth),
        "person.birthplace": person.birthplace,
        "person.identity_kind": named(person.identity_kind),
        "person.identity_number": person.identity_number,
        "person.political": codes.word("political", person.political_status, "person.political_status", "政治面貌"),
        "person.party": person.party,
        "person.democratic_party": person.democratic_party,
        "person.societies": person.societies,
        "person.foreign_language": person.foreign_language,
        "person.computer_skill": person.computer_skill,
        "person.health": named(person.health),
        "person.working_since": month(person.working_since),
        "person.standard_wage": person.standard_wage,
        "person.phone": person.phone,
    }


def _education(application: Application, codes: _Codes) -> dict[str, str]:
    held = application.education
    level = codes.word("education", held.level, "education.level", "最高学历")
    degree = held.degree_name or codes.word("degree", held.degree, "education.degree", "学位")
    return {
        "education.level": level,
        "education.degree": degree,
        "education.level_and_degree": summaries.education(held, level, degree),
        "education.level_and_mode": summaries.education(held, level, ""),
        "education.school": held.school,
        "education.major": held.major,
        "education.finished": month(held.finished),
        "education.years": years(held.years),
    }


def _post(application: Application) -> dict[str, str]:
    post = application.post
    return {
        "post.current": post.current_post,
        "post.current_since": month(post.current_post_since),
        "post.work": post.current_work,
        "post.title": post.title_held,
        "post.title_since": day(post.title_held_since),
        "post.title_granted_by": post.title_granted_by,
        "post.title_granted": summaries.title_granted(application),
        "post.title_certificate": post.title_certificate,
        "post.administrative": post.administrative_post,
        "post.administrative_since": month(post.administrative_since),
    }


def _unit(application: Application, codes: _Codes) -> dict[str, str]:
    unit = application.unit
    return {
        "unit.name": unit.name,
        "unit.credit_code": unit.credit_code,
        "unit.kind": named(unit.kind),
        "unit.affiliation": named(unit.affiliation),
        "unit.area": codes.word("area", unit.area, "unit.area", "所在旗县区"),
        "unit.department": unit.department,
        "unit.place": named(unit.place),
    }


def _chain(application: Application) -> dict[str, str]:
    steps = application.opinions
    found = {"pledge.signed_on": day(application.pledge.signed_on)}
    for name in ("unit", "department", "district_hr", "city_hr", "committee_office"):
        step = getattr(steps, name)
        found[f"opinions.{name}"] = step.text
        found[f"opinions.{name}.reviewer"] = step.reviewer
        found[f"opinions.{name}.on"] = day(step.on)
    local = joined(steps.district_hr.text, steps.city_hr.text, by="\n")
    return found | {"opinions.hr": local, "public_notice": summaries.notice(application.public_notice)}


def _public(application: Application) -> dict[str, str]:
    """The public notice and the unit's recommendation (六（一）1)."""
    notice, recommendation = application.public_notice, application.recommendation
    return {
        "notice.first": day(notice.first_day),
        "notice.span": days(notice.first_day, notice.last_day),
        "notice.manner": summaries.notice_manner(notice),
        "notice.time": summaries.notice_time(notice),
        "notice.contents": summaries.notice_contents(notice),
        "notice.account": summaries.notice_account(notice),
        "notice.outcome": summaries.notice_outcome(notice),
        "recommendation.how": recommendation.how_chosen,
        "recommendation.conditions": recommendation.conditions,
        "recommendation.notice": recommendation.notice or summaries.notice(notice),
        "recommendation.assessed": summaries.assessed(application),
        "recommendation.stand": summaries.stand(recommendation),
    }


def _review(application: Application) -> dict[str, str]:
    review = application.review
    voted = review.total > 0
    votes = {
        name: str(getattr(review, name)) if voted else "" for name in ("total", "present", "yes", "no", "abstained")
    }
    return {
        **{f"review.{name}": value for name, value in votes.items()},
        "review.defence": review.defence,
        "review.peer": review.peer,
        "review.remark": review.remark,
        "review.committee": review.committee,
        "review.approval": review.approval,
    }


def _sheet(application: Application) -> dict[str, str]:
    return {
        "work_summary": application.work_summary,
        "sheet.study": summaries.study(application),
        "sheet.work": summaries.work(application),
        "sheet.projects": summaries.projects(application),
        "sheet.results": summaries.results(application),
        "sheet.awards": summaries.awards(application),
        "sheet.publications": summaries.publications(application),
        "sheet.patents": summaries.patents(application),
        "sheet.continuing": summaries.continuing(application),
        "sheet.grassroots": summaries.grassroots(application),
        "sheet.exceptional": summaries.exceptional(application),
        "standing.grassroots_years": years(application.standing.grassroots_service_years),
        "materials.count": count(len(application.materials)),
        **{f"sheet.{key}": value for key, value in summaries.appraisals(application).items()},
    }
