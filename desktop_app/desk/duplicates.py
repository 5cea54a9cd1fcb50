"""Whether papers of the same person, year and level lie here already, whichever package brought them (四)."""

from collections.abc import Mapping, Sequence

import msgspec

from desktop_app.core.ids import ApplicationId
from desktop_app.desk import reviews, successions, year_papers
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.records import ApplicationRow, Direction
from desktop_app.domain.statements import Roster
from desktop_app.domain.status import Status

#: The columns of a roster by which a person and what is filed for are known.
_TELLING = ("name", "sex", "birth", "unit", "level", "series")


def warnings(session: Session, came: Sequence[ApplicationId]) -> tuple[Words, ...]:
    """One sentence for each application that has a twin; an officer decides which of the two stands."""
    found: list[Words] = []
    for application in came:
        content = session.vault.applications.get(application).draft
        twins = session.vault.applications.same_year(
            content.person.identity_number, content.year, content.filing.level, except_id=application
        )
        standing = [twin for twin in twins if twin.status is not Status.ABANDONED]
        found += [_sentence(twin, content.filing.title, sender(session, twin.id)) for twin in standing]
    return tuple(found)


def sender(session: Session, application: ApplicationId) -> str:
    """Who sent it first; empty for what was made here."""
    came = session.vault.packages.holding(application, Direction.IN)
    return came[-1].peer_name if came else ""


def other_offices(session: Session, application: ApplicationId, content: Application) -> tuple[str, ...]:
    """Where papers of the same person, year and level lie as well (四): beside it here, or on a roster that came in.

    A roster names persons without their numbers: who has the same name, sex, month of birth, unit, level and series
    there is taken for the same. The desk that sent this filing, and those its papers came through, list it rightly.
    """
    level = content.filing.level
    twins = session.vault.applications.same_year(
        content.person.identity_number, content.year, level, except_id=application
    )
    here = [_office(session, twin.id) for twin in twins if twin.status not in (Status.ABANDONED, Status.DRAFT)]
    return tuple(dict.fromkeys((*here, *_on_rosters(session, application, content))))


def _office(session: Session, application: ApplicationId) -> str:
    return sender(session, application) or session.office.name


def _on_rosters(session: Session, application: ApplicationId, content: Application) -> list[str]:
    """Desks whose roster names this person though the filing did not come through them."""
    kept = session.vault.statements.latest_rosters(content.year, content.person.name)
    if not kept or not content.person.name:
        return []
    own = year_papers.roster_row(content, session.pack)
    came_by = {step.review.kid for step in reviews.chain(session, application)}
    came_by |= {one.peer for one in session.vault.packages.holding(application, Direction.IN)}
    came_by |= {later.key_id for key in list(came_by) for later in successions.later(session, key)}
    strangers = [one for one in kept if one.peer not in came_by]
    return [_desk(session, one.peer) for one in strangers if _names(msgspec.json.decode(one.content, type=Roster), own)]


def _desk(session: Session, key: str) -> str:
    contact = session.vault.contacts.get_by_key(key)
    return contact.card.name if contact else key


def _names(roster: Roster, own: Mapping[str, str]) -> bool:
    """Whether a roster has this person's row, by the columns that tell a person and a filing."""
    if not set(_TELLING) <= set(roster.columns):
        return False
    at = [roster.columns.index(column) for column in _TELLING]
    wanted = tuple(own[column] for column in _TELLING)
    return any(tuple(row[place] for place in at) == wanted for row in roster.rows)


def _sentence(twin: ApplicationRow, title: str, sender: str) -> Words:
    by = bilingual("由{sender}报来", sender=sender) if sender else bilingual("在本台填报")
    return bilingual(
        "同一人本年度同一层级已有一件申报（{title}，{by}），与这件（{title_2}）只能保留一件（四）。",
        title=twin.title,
        by=by,
        title_2=title,
    )
