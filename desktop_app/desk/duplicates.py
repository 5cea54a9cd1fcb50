"""Whether papers of the same person, year and level lie here already, whichever package brought them (四)."""

from collections.abc import Sequence

from desktop_app.core.ids import ApplicationId
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words
from desktop_app.domain.records import ApplicationRow, Direction
from desktop_app.domain.status import Status


def warnings(session: Session, came: Sequence[ApplicationId]) -> tuple[Words, ...]:
    """One sentence for each application that has a twin; an officer decides which of the two stands."""
    brought = {id_: one.peer_name for one in session.vault.packages.all(Direction.IN) for id_ in one.applications}
    found: list[Words] = []
    for application in came:
        content = session.vault.applications.get(application).draft
        twins = session.vault.applications.same_year(
            content.person.identity_number, content.year, content.filing.level, except_id=application
        )
        standing = [twin for twin in twins if twin.status is not Status.ABANDONED]
        found += [_sentence(twin, content.filing.title, brought.get(twin.id, "")) for twin in standing]
    return tuple(found)


def _sentence(twin: ApplicationRow, title: str, sender: str) -> Words:
    by = f"由{sender}报来" if sender else "在本台填报"
    came_by = f"came from {sender}" if sender else "was made here"
    return Words(
        zh=f"同一人本年度同一层级已有一件申报（{twin.title}，{by}），与这件（{title}）只能保留一件（四）。",
        en=f"The same person has another filing at this level this year ({twin.title}, which {came_by}); "
        f"only it or this one ({title}) may stand (四).",
    )
