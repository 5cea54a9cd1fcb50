"""How carriers came to be made: kept when they are, and completed later where it was not known."""

from collections.abc import Sequence

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import CarrierId
from desktop_app.core.text import normal
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import Carrier
from desktop_app.domain.makings import Making


def keep(session: Session, carrier: CarrierId, making: Making) -> None:
    """Call inside the act that makes it."""
    said = tidied(making)
    if said.said:
        session.vault.makings.put(carrier, said)


def complete(session: Session, carriers: Sequence[Carrier], making: Making) -> None:
    """Enter what the register of makings still lacks of these; what it has is not written over.

    Raises `Fault(MAKING_KNOWN)` when it lacks nothing of what is said, and then changes none.
    """
    said = tidied(making)
    with session.vault.act(Act.CARRIER_REGISTERED, {"carriers": str(len(carriers))}) as scope:
        for one in carriers:
            before = session.vault.makings.get(one.id)
            after = before.completed(said)
            if after == before:
                raise Fault(Code.MAKING_KNOWN, number=one.number)
            session.vault.makings.put(one.id, after)
        if len(carriers) == 1:
            scope.note(carrier=carriers[0].id)


def tidied(making: Making) -> Making:
    """Without blanks around what was typed."""
    return Making(
        applicant=normal(making.applicant.strip()),
        approved_by=normal(making.approved_by.strip()),
        purpose=normal(making.purpose.strip()),
        pages=making.pages,
    )
