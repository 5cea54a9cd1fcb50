"""The example: an invented person to try the program with, marked as such, sent to nobody, removed at any time."""

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.resources import resource
from desktop_app.desk import draft as drafts
from desktop_app.desk.session import Session
from desktop_app.domain import exchange, marking, paths
from desktop_app.domain.audit import Act

#: Of a secret kind, and for machines that may not hold it an open one.
_EXAMPLES = ("classified_engineer.json", "county_teacher.json")
#: Before the name, so that nobody takes a printed sheet or a line of a list for a filing.
BEFORE_NAME = "示例·"


def put_in(session: Session) -> ApplicationId:
    """An invented person as a draft of this vault."""
    read = [exchange.read(resource("demo", name)) for name in _EXAMPLES]
    fitting = [one for one in read if one.marking.rank <= session.machine.level.rank]
    content = msgspec.structs.replace((fitting or read)[0], materials=())
    marking.require_within(content.marking, session.machine.level)
    return drafts.create(
        session, paths.replace(content, "person.name", f"{BEFORE_NAME}{content.person.name}"), example=True
    )


def is_example(session: Session, application: ApplicationId) -> bool:
    """Whether it was put in as an example."""
    return session.vault.examples.holds(application)


def remove(session: Session, application: ApplicationId) -> None:
    """Take it away with versions, copies and all that hangs on it; the log keeps that it was there.

    Raises `Fault(EXAMPLE_ONLY)` for a filing, which is never removed once it was submitted.
    """
    with session.vault.act(Act.APPLICATION_REMOVED, {"application": application, "example": "yes"}) as scope:
        scope.note(versions=str(session.vault.examples.remove(application)))


def require_none(session: Session, applications: list[ApplicationId]) -> None:
    """An invented person arrives at no office. Raises `Fault(EXAMPLE_NOT_SENT)`."""
    if any(session.vault.examples.holds(one) for one in applications):
        raise Fault(Code.EXAMPLE_NOT_SENT)
