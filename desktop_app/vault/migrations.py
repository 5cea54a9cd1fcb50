"""The ladder of schema versions: one explicit tuple, climbed in one transaction; `user_version` says where we stand."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sqlcipher3 import dbapi2

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.vault.database import APPLICATION_ID, Database


@dataclass(frozen=True, slots=True)
class Step:
    """From version `to - 1` to `to` by the statements of a file under `resources/migrations/`."""

    to: int
    file: str


STEPS = (
    Step(to=1, file="0001_initial.sql"),
    Step(to=2, file="0002_policy.sql"),
    Step(to=3, file="0003_comparison_rulings.sql"),
    Step(to=4, file="0004_office_forms.sql"),
    Step(to=5, file="0005_added_fonts.sql"),
    Step(to=6, file="0006_audit_signatures.sql"),
    Step(to=7, file="0007_mark_lowerings.sql"),
    Step(to=8, file="0008_carriers.sql"),
    Step(to=9, file="0009_key_file.sql"),
    Step(to=10, file="0010_office_work.sql"),
    Step(to=11, file="0011_application_counts.sql"),
    Step(to=12, file="0012_statements.sql"),
    Step(to=13, file="0013_unfinished_blobs.sql"),
    Step(to=14, file="0014_committees.sql"),
    Step(to=15, file="0015_meetings.sql"),
    Step(to=16, file="0016_transits.sql"),
    Step(to=17, file="0017_card_standing.sql"),
    Step(to=18, file="0018_examples.sql"),
    Step(to=19, file="0019_filings_of_packages.sql"),
    Step(to=20, file="0020_counts_by_year.sql"),
    Step(to=21, file="0021_marks_by_state.sql"),
    Step(to=22, file="0022_makings.sql"),
)
LATEST = STEPS[-1].to


def statements(script: str) -> list[str]:
    """The script cut into statements; a trigger's body stays whole."""
    found: list[str] = []
    buffer = ""
    for line in script.splitlines(keepends=True):
        if not buffer and (not line.strip() or line.startswith("--")):
            continue
        buffer += line
        if dbapi2.complete_statement(buffer):
            found.append(buffer.strip())
            buffer = ""
    assert not buffer.strip(), "a migration ends inside a statement"
    return found


def version(database: Database) -> int:
    row = database.row("PRAGMA user_version")
    assert row is not None
    return int(row[0])


def require_known(database: Database, folder: str) -> None:
    """Refuse what a newer program wrote, and a file that was never a vault. Raises `Fault`."""
    found = version(database)
    if found > LATEST:
        raise Fault(Code.VAULT_TOO_NEW, found=found, known=LATEST)
    if found == 0 or database.row("PRAGMA application_id") != (APPLICATION_ID,):
        raise Fault(Code.VAULT_NOT_A_VAULT, path=folder)


def migrate(database: Database, then: Callable[[], None] = lambda: None, progress: Progress | None = None) -> None:
    """Climb to the latest version and do what comes `then`: all of it or nothing."""
    here = version(database)
    if here == LATEST:
        return
    with database.transaction():
        for step in STEPS:
            if step.to > here:
                if progress:
                    progress.step(step.to - here - 1, LATEST - here, "climb")
                _take(database, step)
        then()


@cache
def _of_file(name: str) -> tuple[str, ...]:
    return tuple(statements(resource("migrations", name).read_text(encoding="utf-8")))


def _take(database: Database, step: Step) -> None:
    for statement in _of_file(step.file):
        database.run(statement)
    database.run(f"PRAGMA application_id = {APPLICATION_ID}")
    database.run(f"PRAGMA user_version = {step.to}")
