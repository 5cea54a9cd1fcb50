"""The register of trust: who compared a desk's fingerprint or revoked its card, when, and why."""

from datetime import datetime

import msgspec

from desktop_app.core.ids import ContactId
from desktop_app.desk.session import Session
from desktop_app.domain.records import Contact, Trust
from desktop_app.domain.values import Value

_STEPS = "trust:"


class TrustStep(Value, frozen=True, kw_only=True):
    """One decision about a card. `user` is who was at the desk, `by` the people who read and typed the digits."""

    trust: Trust
    at: datetime
    user: str = ""  # empty for what was decided before this register was kept
    by: str = ""
    reason: str = ""


def enter(session: Session, contact: ContactId, trust: Trust, *, by: str = "", reason: str = "") -> None:
    """Add a step; nothing entered is ever changed. Call inside the act that decides."""
    step = TrustStep(trust=trust, at=session.clock.now(), user=session.user, by=by, reason=reason)
    before = steps(session, session.vault.contacts.get(contact))
    session.vault.settings.put(_STEPS + contact, msgspec.to_builtins([*before, step]))


def steps(session: Session, contact: Contact) -> list[TrustStep]:
    """All steps, oldest first."""
    kept = session.vault.settings.get(_STEPS + contact.id)
    if kept is not None:
        return msgspec.convert(kept, list[TrustStep])
    if contact.trust is Trust.UNVERIFIED or contact.verified_at is None:
        return []
    return [TrustStep(trust=contact.trust, at=contact.verified_at, by=contact.verified_by)]
