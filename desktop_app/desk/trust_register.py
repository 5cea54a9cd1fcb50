"""The register of trust: who compared a desk's fingerprint or revoked its card, when, and why."""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from desktop_app.core.clock import minute
from desktop_app.core.ids import ContactId
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words
from desktop_app.domain.records import Compared, Contact, Trust
from desktop_app.domain.values import Value
from desktop_app.domain.words import words_of
from desktop_app.papers import wording

_STEPS = "trust:"
NOTHING = Words(zh="", en="")


class TrustStep(Value, frozen=True, kw_only=True):
    """One decision about a card. `user` is who was at the desk, `by` the people who read and typed the digits."""

    trust: Trust
    at: datetime
    user: str = ""  # empty for what was decided before this register was kept
    by: str = ""
    reason: str = ""
    follows: str = ""  # the key id in whose place these keys are trusted
    followed_by: str = ""  # the key id that took the place of these
    revoked_on: date | None = None  # from this day on nothing under the keys counts
    how: Compared | None = None  # `None`: not said, or no comparison
    signed: bool = False  # said by a signed statement, not by a voice


def enter(
    session: Session,
    contact: ContactId,
    trust: Trust,
    *,
    by: str = "",
    reason: str = "",
    follows: str = "",
    followed_by: str = "",
    revoked_on: date | None = None,
    signed: bool = False,
    how: Compared | None = None,
) -> None:
    """Add a step; nothing entered is ever changed. Call inside the act that decides."""
    step = TrustStep(
        trust=trust,
        at=session.clock.now(),
        user=session.user,
        by=by,
        reason=reason,
        follows=follows,
        followed_by=followed_by,
        revoked_on=revoked_on,
        signed=signed,
        how=how,
    )
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


def said(step: TrustStep) -> Words:
    """One step as a line: when, what, who and why."""
    told, user = what(step), step.user
    at = minute(step.at)
    desk = Words(zh=f"（操作：{user}）", en=f" (at the desk: {user})") if user else NOTHING
    return Words(zh=f"{at} {told.zh}{desk.zh}", en=f"{at} {told.en}{desk.en}")


def what(step: TrustStep) -> Words:
    """What was decided, by whom and why."""
    if step.followed_by:
        told = Words(zh=f"由 {step.followed_by} 接续：{step.by}", en=f"followed by {step.followed_by}: {step.by}")
    elif step.trust is Trust.UNVERIFIED:
        told = Words(
            zh=f"旧密钥 {step.follows} 已作废，须重新核对指纹",
            en=f"the keys before, {step.follows}, were revoked: compare the fingerprint anew",
        )
    elif step.follows:
        told = Words(zh=f"跟随，接续 {step.follows}：{step.by}", en=f"trusted in place of {step.follows}: {step.by}")
    elif step.trust is Trust.VERIFIED:
        way = words_of(step.how) if step.how else NOTHING
        told = Words(
            zh=f"核对指纹一致{f'（{way.zh}）' if way.zh else ''}：{step.by}",
            en=f"fingerprint compared and equal{f' ({way.en})' if way.en else ''}: {step.by}",
        )
    else:
        since = (
            Words(zh=f"（{wording.day(step.revoked_on)}起）", en=f" (from {step.revoked_on})")
            if step.revoked_on
            else NOTHING
        )
        how = Words(zh="凭签名的吊销书", en=" by a signed statement") if step.signed else NOTHING
        why = Words(zh=f"：{step.reason}", en=f": {step.reason}") if step.reason else NOTHING
        told = Words(zh=f"{how.zh}作废名片{since.zh}{why.zh}", en=f"card revoked{how.en}{since.en}{why.en}")
    return told


@dataclass(frozen=True, slots=True)
class Line:
    """One decision in the register of the whole desk."""

    contact: Contact
    step: TrustStep


def whole(session: Session) -> list[Line]:
    """Every decision about every card, oldest first."""
    found = [Line(contact, step) for contact in session.vault.contacts.all() for step in steps(session, contact)]
    return sorted(found, key=lambda line: line.step.at)
