"""Which filing is before a review meeting that is not over: it stays here until it is taken off the meeting."""

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk.session import Session
from desktop_app.domain.meetings import KeptMeeting


def holding(session: Session, application: ApplicationId) -> KeptMeeting | None:
    """The meeting that is still to decide on it."""
    work = session.vault.work
    found = (one for one in work.meetings.all() if any(seat.application == application for seat in one.seats))
    return next((one for one in found if work.results.get(one.id) is None), None)


def require_free(session: Session, application: ApplicationId) -> None:
    """Nobody is voted on whose filing has gone back. Raises `Fault(MEETING_HOLDS)`."""
    meeting = holding(session, application)
    if meeting is not None:
        name = session.vault.applications.get(application).draft.person.name
        raise Fault(Code.MEETING_HOLDS, name=name, title=meeting.title)
