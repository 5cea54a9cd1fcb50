"""What becomes of printed copies: came out, spoiled, destroyed; and the register of them all."""

from collections.abc import Sequence

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, CopyId
from desktop_app.desk import carriers
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import CarrierMove, Details, require_said
from desktop_app.domain.copies import Copy, CopyFate


def settle(session: Session, copies: Sequence[CopyId], fate: CopyFate, said: Details = Details()) -> None:
    """Write the same fate for all these copies, or for none. Raises `Fault(COPY_FATE)`."""
    if copies:
        with session.vault.act(Act.COPY_FATE_CHANGED, {"copies": str(len(copies)), "fate": fate.value}):
            carriers.record_copies(session, [session.vault.copies.get(one) for one in copies], fate, said)
            session.vault.copies.set_fate(list(copies), fate, *carriers.told_of_copies(said))


def came_out(session: Session, good: Sequence[CopyId], spoiled: Sequence[CopyId], lost: Sequence[CopyId]) -> None:
    """After a jam: which sheets are good, which came out spoiled, which never came out."""
    settle(session, good, CopyFate.IN_HAND)
    settle(session, spoiled, CopyFate.SPOILED)
    settle(session, lost, CopyFate.NOT_PRINTED)


def spoil(session: Session, copies: Sequence[CopyId], reason: str) -> None:
    """A good copy was spoiled later (coffee, a wrong seal); its number is never used again."""
    if not reason.strip():
        raise Fault(Code.PRINT_REASON_NEEDED, required=0)
    settle(session, copies, CopyFate.SPOILED, Details(reason=reason))


def destroy(session: Session, copies: Sequence[CopyId], details: Details) -> None:
    """Spoiled or stale copies are destroyed on approval, before two named people.

    Raises `Fault(CARRIER_INCOMPLETE | TWO_NAMES_NEEDED | COPY_FATE)`.
    """
    said = carriers.tidied(details)
    require_said(CarrierMove.DESTROY, said, session.today())
    settle(session, copies, CopyFate.DESTROYED, said)


def register(session: Session, application: ApplicationId | None = None) -> list[Copy]:
    """The register of copies, of one application or of all."""
    if application is not None:
        return session.vault.copies.of(application)
    return session.vault.copies.register(None)
