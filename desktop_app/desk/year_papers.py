"""What an office reports of its year: the roster of those who file through it, and annex 2's figures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import added_fonts, paper, paper_files, plain_text, posts, reviewed, tables
from desktop_app.desk.direct_print import Outlet
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application, Person, Unit
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET, Marking, combined
from desktop_app.domain.office_year import Filed, FilingOutcome, MidJunior, YearSummary
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.records import ApplicationRow
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
    """One filing of the year under its id, as annex 2 counts it, with the mark of the whole."""

    application: ApplicationId
    filed: Filed
    marking: Marking


def filings(session: Session, progress: Progress) -> list[Filing]:
    """All that `each` gives, with no more than annex 2 counts: twenty thousand whole ones fill a gigabyte."""
    return [
        replace(one, filed=structs.replace(one.filed, application=_counted(one))) for one in each(session, progress)
    ]


def _counted(one: Filing) -> Application:
    whole = one.filed.application
    return Application(
        year=whole.year,
        filing=whole.filing,
        person=Person(name=whole.person.name),
        unit=Unit(name=whole.unit.name),
        recommendation=whole.recommendation,
        public_notice=whole.public_notice,
        opinions=whole.opinions,
    )


def each(session: Session, progress: Progress) -> Iterator[Filing]:
    """Every filing of the pack's year that left the hands of its applicant, by unit and name. Drafts are nobody's."""
    rows = sorted(_rows(session), key=lambda one: (one.unit, one.name))
    for done, row in enumerate(rows):
        progress.step(done, len(rows), "read")
        # of what was given up, too, the version speaks, with what the desks said to it: its draft knows nothing of that
        version = session.vault.versions.latest(row.id)
        whole = reviewed.content(session, version) if version else session.vault.applications.get(row.id).draft
        filed = Filed(application=whole, outcome=_OUTCOMES[row.status])
        yield Filing(row.id, filed, whole_mark(whole))


def _rows(session: Session) -> Iterator[ApplicationRow]:
    wanted = RowFilter(year=session.pack.year, examples=False, limit=_PAGE)
    for offset in range(0, session.vault.applications.count(wanted), _PAGE):
        for row in session.vault.applications.rows(structs.replace(wanted, offset=offset)):
            if row.status in _OUTCOMES:
                yield row


def roster(session: Session, progress: Progress) -> Rendered:
    """The roster (花名册) of all who did not give up: no column could tell of it.

    Raises `Fault(LAYOUT_ISSUES)` when a name or a title does not fit.
    """
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
    codes = tables.code_tables(session.pack)
    people, marks = list[Mapping[str, str]](), dict[Marking, None]()
    standing = (one for one in each(session, progress) if one.filed.outcome is not FilingOutcome.GIVEN_UP)
    for number, one in enumerate(standing, start=1):
        people.append(_person(number, one.filed.application, codes, one.marking))
        marks[one.marking] = None
    facts = {
        "office": session.office.name,
        "year": str(session.pack.year),
        "printed_on": wording.day(session.today()),
        "officer": session.office.officer,
        "count": str(len(people)),
    }
    return PaperRequest(
        document=Document.ROSTER,
        marking=combined(list(marks)) if marks else NOT_SECRET,
        copies=(1,),
        extra=facts,
        rows={"people": people},
    )


def roster_row(application: Application, pack: Pack) -> Mapping[str, str]:
    """One filing as a roster lists it."""
    return _person(0, application, tables.code_tables(pack), whole_mark(application))


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
