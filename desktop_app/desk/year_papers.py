"""What an office reports of its year: the roster of those who file through it, and annex 2's figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, paper, paper_files, plain_text, posts, reviewed, tables
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET, Marking, combined
from desktop_app.domain.office_year import Filed, FilingOutcome, MidJunior, YearSummary
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.statements import Roster
from desktop_app.domain.status import Status
from desktop_app.domain.whole_mark import whole_mark
from desktop_app.domain.words import word
from desktop_app.papers import render, wording
from desktop_app.papers.bindings import bind
from desktop_app.papers.render import PaperRequest, Rendered
from desktop_app.papers.wording import CodeTables
from desktop_app.policy.checklists import ChecklistId
from desktop_app.policy.pack import Pack
from desktop_app.policy.year_summary import year_summary

_PAGE = 500
#: As long as a cell of a table that travels may be.
_CELL = 200
#: The parts of a filing that no list of the year shows.
_LISTS = ("study", "work", "achievements_before", "achievements_since", "publications", "awards", "patents", "exams")
_LEFT_OUT: Mapping[str, object] = {
    **dict.fromkeys((*_LISTS, "continuing_education", "materials"), ()),
    "work_summary": "",
}
#: What a filing's state says of what this office did with it.
_OUTCOMES = {
    Status.RECEIVED: FilingOutcome.UNDER_REVIEW,
    Status.SUBMITTED: FilingOutcome.UNDER_REVIEW,
    Status.SEALED: FilingOutcome.PASSED_ON,
    Status.FORWARDED: FilingOutcome.PASSED_ON,
    Status.DELIVERED: FilingOutcome.PASSED_ON,
    Status.RETURNED: FilingOutcome.SENT_BACK,
    Status.ABANDONED: FilingOutcome.GIVEN_UP,
}

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Filing:
    """One filing of the year under its id, as annex 2 counts it, with the mark of the whole.

    Its lists and texts are left out: no roster shows them, and of twenty thousand filings they fill half a gigabyte.
    """

    application: ApplicationId
    filed: Filed
    marking: Marking


def _brief(content: Application) -> Application:
    return structs.replace(content, **_LEFT_OUT)


def filings(session: Session, progress: Progress) -> list[Filing]:
    """Every filing of the pack's year that left the hands of its applicant, by unit and name. Drafts are nobody's."""
    found: list[tuple[str, str, Filing]] = []
    wanted = RowFilter(year=session.pack.year, limit=_PAGE)
    total = session.vault.applications.count(wanted)
    for offset in range(0, total, _PAGE):
        for row in session.vault.applications.rows(structs.replace(wanted, offset=offset)):
            progress.step(len(found), total, "read")
            outcome = _OUTCOMES.get(row.status)
            if outcome is None:
                continue
            version = session.vault.versions.latest(row.id) if row.status.frozen else None
            whole = reviewed.content(session, version) if version else session.vault.applications.get(row.id).draft
            content = _brief(whole)
            filed = Filing(row.id, Filed(application=content, outcome=outcome), whole_mark(whole))
            found.append((content.unit.name, content.person.name, filed))
    return [filed for _, _, filed in sorted(found, key=lambda one: one[:2])]


def roster(session: Session, progress: Progress) -> Rendered:
    """The roster (花名册). Raises `Fault(LAYOUT_ISSUES)` when a name or a title does not fit."""
    return _drawn(session, _roster(session, progress), progress)


def roster_table(session: Session, progress: Progress) -> tuple[Roster, Marking]:
    """The same roster as a table that travels, and the mark of the whole."""
    request = _roster(session, progress)
    people = request.rows["people"]
    columns = tuple(roster_row(Application(), session.pack))
    title = f"{session.office.name}{session.pack.year}年度职称申报花名册"
    rows = tuple(tuple(str(person[column])[:_CELL] for column in columns) for person in people)
    return Roster(year=session.pack.year, title=title, columns=columns, rows=rows), request.marking


def _roster(session: Session, progress: Progress) -> PaperRequest:
    people = filings(session, progress)
    facts = {
        "office": session.office.name,
        "year": str(session.pack.year),
        "printed_on": wording.day(session.today()),
        "officer": session.office.officer,
        "count": str(len(people)),
    }
    return PaperRequest(
        document=Document.ROSTER,
        marking=combined([one.marking for one in people]) if people else NOT_SECRET,
        copies=(1,),
        extra=facts,
        rows={"people": _people(people, session.pack)},
    )


def roster_row(application: Application, pack: Pack) -> Mapping[str, str]:
    """One filing as a roster lists it."""
    return _person(0, application, tables.code_tables(pack), whole_mark(application))


def _people(found: Sequence[Filing], pack: Pack) -> Rows:
    codes = tables.code_tables(pack)
    return [_person(at, one.filed.application, codes, one.marking) for at, one in enumerate(found, start=1)]


def _person(number: int, application: Application, codes: CodeTables, mark: Marking) -> Mapping[str, str]:
    said = bind(application, codes).single
    return {
        "number": str(number),
        "name": said["person.name"],
        "sex": said["person.sex"],
        "birth": said["person.birth_month"],
        "unit": said["unit.name"],
        "education": said["education.level_and_degree"],
        "title": said["post.title"] or "无",
        "title_since": said["post.title_since"] or "无",
        "level": said["filing.level"],
        "series": said["filing.series"],
        "specialty": said["filing.specialty"],
        "wanted": said["filing.title"],
        "path": said["filing.path"],
        "notice": said["public_notice"],
        "mark": wording.marked(mark),
    }


def summary(session: Session, progress: Progress) -> Rendered:
    """Annex 2 with the figures that the vault knows, posts among them where the office keeps them here."""
    return _drawn(session, _summary(session, progress), progress)


def _summary(session: Session, progress: Progress) -> PaperRequest:
    found = year_summary([one.filed for one in filings(session, progress)], posts.unit_posts(session), session.pack)
    return PaperRequest(
        document=Document.ANNEX2_SUMMARY,
        copies=(1,),
        extra=_figures(session, found),
        rows={
            "received": _received(found, session.pack),
            "posts": _posts(found),
            "mid_junior": [
                {"unit": row.unit, "limit": str(row.limit or "无"), "filed": str(row.filed), "over": _over(row)}
                for row in found.mid_junior
            ],
            "checked": _checked(found, session.pack),
        },
    )


def _over(row: MidJunior) -> str:
    """By how many the limit is exceeded; a unit without a limit exceeds none."""
    return str(row.over) if row.limit else "0"


def _posts(found: YearSummary) -> Rows:
    return [
        {
            "unit": row.unit,
            "posts": str(row.posts),
            "appointed": str(row.appointed),
            "qualified_unappointed": str(row.qualified_unappointed),
            "both_duties": str(row.both_duties),
            "vacant": str(row.vacant),
            "vacancies_for_senior": str(row.vacancies_for_senior),
        }
        for row in found.posts
    ]


def _figures(session: Session, found: YearSummary) -> dict[str, str]:
    return {
        "office": session.office.name,
        "year": str(session.pack.year),
        "printed_on": wording.day(session.today()),
        "filed": str(found.filed),
        "units": str(found.units),
        "recommended": str(found.recommended_in_full),
        "posted": str(found.notices.posted),
        "limited": str(found.notices.limited),
        "withheld": str(found.notices.withheld),
        "unrecorded": str(found.notices.unrecorded),
        "objected": str(found.notices.objected),
        "agreed": str(found.agreed),
    }


def _received(found: YearSummary, pack: Pack) -> Rows:
    return [
        {
            "series": pack.series[row.series].name.zh if row.series in pack.series else row.series,
            "level": word(row.level),
            "received": str(row.received),
        }
        | {outcome.value: str(count) for outcome, count in row.by_outcome.items()}
        for row in found.received
    ]


def _checked(found: YearSummary, pack: Pack) -> Rows:
    return [
        {"point": point.says.zh, "count": str(found.checked[point.id])}
        for point in pack.checklists[ChecklistId.DEPARTMENT].point
    ]


def save(session: Session, document: Document, where: Outlet, progress: Progress) -> None:
    """Write one of the two as PDF, Word or Excel, as the name says: plain text, only on request, and in the log."""
    kind = paper_files.require_kind(where)
    asked = (_roster if document is Document.ROSTER else _summary)(session, progress)
    asked = replace(asked, fonts=added_fonts.in_force(session))
    content = paper_files.content(asked, where, session.clock.now(), progress)
    plain_text.write(session, where, content, asked.marking, {"document": document.value, "format": kind[1:]})


def _drawn(session: Session, request: PaperRequest, progress: Progress) -> Rendered:
    rendered = render.render(replace(request, fonts=added_fonts.in_force(session)), progress)
    paper.require_no_issues(rendered)
    return rendered


#: The papers of the year and how each is drawn.
DRAWN: Mapping[Document, Callable[[Session, Progress], Rendered]] = {
    Document.ROSTER: roster,
    Document.ANNEX2_SUMMARY: summary,
}
