"""What the door hands to the desk: an unlocked vault with what the main thread may look at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.desk import users
from desktop_app.desk.users import Mine
from desktop_app.domain.offices import Machine, Office

if TYPE_CHECKING:
    from desktop_app.desk.session import Session


@dataclass(frozen=True, slots=True)
class Opened:
    """An unlocked vault, with the facts the main thread needs already read on the database thread."""

    session: "Session"
    office: Office
    machine: Machine
    user: str
    mine: Mine

    @classmethod
    def of(cls, session: "Session") -> "Opened":
        """Read everything once; runs on the database thread."""
        _ = session.pack  # loaded here once; afterwards any thread may read it
        return cls(session, session.office, session.machine, session.user, users.mine(session))
