"""What this office's own registers say against a filing: posts that do not suffice, dishonest conduct on record."""

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import dishonesty, posts
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding, Verdict, bilingual
from desktop_app.domain.queries import RowFilter

#: Of more filings that fall on one district's line, their posts are counted when the step is signed and in the table.
_MANY = 2000


def about(session: Session, application: ApplicationId, content: Application) -> tuple[Finding, ...]:
    """The registers' findings, what is in order left out."""
    line = posts.line_of(session, application)
    wide = line is not None and not line.unit and session.vault.applications.count(RowFilter(level=line.level)) > _MANY
    return (*_conduct(session, content), *(() if wide else _posts(session, application)))


def stops(session: Session, application: ApplicationId) -> Finding | None:
    """What of the posts forbids that this step is signed: those set apart are never exceeded (五（四）1)."""
    return next((one for one in _posts(session, application) if one.verdict is Verdict.BLOCK), None)


def _conduct(session: Session, content: Application) -> tuple[Finding, ...]:
    record = dishonesty.counting(session, content.person.identity_number)
    if record is None:
        return ()
    until = record.until(int(str(session.pack.parameter("dishonesty_years", session.today())))).isoformat()
    return (
        Finding(
            rule="R100",
            clause="七（一）",
            verdict=Verdict.BLOCK,
            says=bilingual("本单位失信记录：{conduct}，{until} 期满。", conduct=record.conduct, until=until),
            mend=bilingual("核对认定文件；在期内不予受理。"),
            field="standing.dishonesty_recorded_on",
        ),
    )


def _posts(session: Session, application: ApplicationId) -> tuple[Finding, ...]:
    row = posts.of_filing(session, application)
    return tuple(one for one in row.findings if one.verdict is not Verdict.PASS) if row else ()
