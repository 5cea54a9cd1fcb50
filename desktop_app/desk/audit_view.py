"""The log, to look at: filters by act, user, period, applicant and text, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from desktop_app.core.clock import CHINA
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act, AuditEntry, AuditFilter
from desktop_app.domain.queries import RowFilter
from desktop_app.domain.users import Reading
from desktop_app.domain.words import words_of

#: More applicants than this under one name need more of the name.
_MOST_APPLICANTS = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What an officer asks of the log; what is empty does not narrow. Both days are meant to be seen."""

    acts: tuple[Act, ...] = ()
    user: str = ""
    since: date | None = None
    until: date | None = None
    applicant: str = ""  # a name, pinyin, unit or number, or an application's id
    text: str = ""


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries, newest first, and how many there are in all."""

    entries: Sequence[AuditEntry]
    found: int


def page(session: Session, wish: Wish, limit: int = 200, before: int | None = None) -> LogPage:
    """One page; `before` is the number of the last entry of the page that came before."""
    wanted = filter_of(session, wish)
    session.vault.require(Reading.LOG)
    entries = session.vault.audit.page(msgspec.structs.replace(wanted, limit=limit, before=before))
    return LogPage(entries, session.vault.audit.found(wanted))


def filter_of(session: Session, wish: Wish) -> AuditFilter:
    """The wish in the terms of the log, which knows ids and no names."""
    text = wish.text.strip()
    return AuditFilter(
        acts=wish.acts,
        user=wish.user,
        since=_midnight(wish.since) if wish.since else None,
        until=_midnight(wish.until + timedelta(days=1)) if wish.until else None,
        objects=_ids(session, wish.applicant.strip()) if wish.applicant.strip() else None,
        text=text,
        text_acts=tuple(act for act in Act if text and _named(act, text)),
    )


def users(session: Session) -> list[str]:
    """Everyone who ever wrote an entry."""
    session.vault.require(Reading.LOG)
    return session.vault.audit.users()


def _ids(session: Session, applicant: str) -> tuple[str, ...]:
    rows = session.vault.applications.rows(RowFilter(text=applicant, limit=_MOST_APPLICANTS))
    return (*(row.id for row in rows), applicant)


def _named(act: Act, text: str) -> bool:
    words = words_of(act)
    return text in words.zh or text.lower() in words.en.lower()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)
