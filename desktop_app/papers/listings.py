"""The lists of an application as rows of printed strings, for the booklet's tables."""

from collections.abc import Mapping

from desktop_app.domain.application import (
    Achievement,
    Application,
    Appraisal,
    Award,
    ContinuingEducation,
    Exam,
    Material,
    Patent,
    Publication,
    Study,
    Work,
)
from desktop_app.domain.kinds import Authorship
from desktop_app.domain.whole_mark import mark_of
from desktop_app.papers.wording import bracketed, count, day, joined, month, named, span, years

Row = Mapping[str, str]


def study(row: Study) -> Row:
    return {
        "span": span(row.start, row.end),
        "school": row.school,
        "major": row.major,
        "country": row.country,
        "years": years(row.years),
        "award": joined(row.award, "（最高学历）" if row.highest else "", by="\n"),
        "witness": row.witness,
    }


def work(row: Work) -> Row:
    return {
        "span": span(row.start, row.end, row.ongoing),
        "unit": row.unit,
        "country": row.country,
        "post": row.post,
        "place": named(row.place),
        "witness": row.witness,
    }


def achievement(row: Achievement) -> Row:
    funds = f"经费{row.funds}万元{bracketed(row.fund_source)}" if row.funds else ""
    return {
        "span": span(row.start, row.end),
        "name": row.name,
        "role": joined(named(row.role), row.part, by="。"),
        "result": joined(row.result.rstrip("。；，") if funds else row.result, funds, by="；"),
    }


def authorship(row: Publication) -> str:
    """独著, 合著（第2）, 译著."""
    rank = f"（第{row.author_rank}）" if row.author_rank and row.authorship is not Authorship.SOLE else ""
    return f"{named(row.authorship)}{rank}" if row.authorship else ""


def publication(row: Publication) -> Row:
    return {
        "on": month(row.on),
        "title": row.title,
        "where": joined(row.where, row.identifier, by="，"),
        "authorship": authorship(row),
    }


def award(row: Award) -> Row:
    return {
        "on": month(row.on),
        "project": row.project,
        "name": row.name,
        "grade": named(row.grade),
        "rank": count(row.rank),
        "granted_by": row.granted_by,
    }


def patent(row: Patent) -> Row:
    return {
        "on": month(row.on),
        "name": row.name,
        "number": row.number,
        "kind": named(row.kind),
        "rank": count(row.rank),
        "country": row.country,
    }


def exam(row: Exam) -> Row:
    valid = f"有效期至{day(row.valid_to)}" if row.valid_to else ""
    return {
        "on": day(row.on),
        "kind": row.kind,
        "subject": row.subject,
        "score": joined(row.score, valid, by="\n"),
        "held_by": row.held_by,
    }


def continuing(row: ContinuingEducation) -> Row:
    exempt = named(row.exemption)
    return {
        "year": f"{row.year}年",
        "public_hours": count(row.public_hours),
        "professional_hours": count(row.professional_hours),
        "total_hours": count(row.public_hours + row.professional_hours),
        "card_number": row.card_number,
        "exemption": exempt,
    }


def appraisal(row: Appraisal) -> Row:
    return {"year": f"{row.year}年", "result": named(row.result)}


def material(number: int, row: Material, application: Application) -> Row:
    return {
        "number": str(number),
        "kind": named(row.kind),
        "name": row.name,
        "year": f"{row.year}年" if row.year else "",
        "pages": count(row.pages),
        "original": "是" if row.original_shown else "",
        "mark": mark_of(row, application).printed(),
    }


def of(application: Application) -> dict[str, tuple[Row, ...]]:
    """Every list of the application, by the name that forms use."""
    appraisals = sorted(application.appraisals, key=lambda row: row.year)
    continuing_rows = sorted(application.continuing_education, key=lambda row: row.year)
    return {
        "study": tuple(study(row) for row in application.study),
        "work": tuple(work(row) for row in application.work),
        "achievements_before": tuple(achievement(row) for row in application.achievements_before),
        "achievements_since": tuple(achievement(row) for row in application.achievements_since),
        "publications": tuple(publication(row) for row in application.publications),
        "awards": tuple(award(row) for row in application.awards),
        "patents": tuple(patent(row) for row in application.patents),
        "exams": tuple(exam(row) for row in application.exams),
        "continuing_education": tuple(continuing(row) for row in continuing_rows),
        "appraisals": tuple(appraisal(row) for row in appraisals),
        "attached": tuple(material(n, row, application) for n, row in enumerate(application.materials, start=1)),
    }


def columns() -> dict[str, frozenset[str]]:
    """Which columns each list has."""
    samples: dict[str, Row] = {
        "study": study(Study()),
        "work": work(Work()),
        "achievements_before": achievement(Achievement()),
        "achievements_since": achievement(Achievement()),
        "publications": publication(Publication()),
        "awards": award(Award()),
        "patents": patent(Patent()),
        "exams": exam(Exam()),
        "continuing_education": continuing(ContinuingEducation(year=2026)),
        "appraisals": appraisal(Appraisal(year=2026)),
    }
    return {name: frozenset(row) for name, row in samples.items()} | {
        "attached": frozenset({"number", "kind", "name", "year", "pages", "original", "mark"})
    }
