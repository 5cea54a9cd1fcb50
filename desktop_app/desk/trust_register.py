"""The register of trust: who compared a desk's fingerprint or revoked its card, when, and why."""

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from desktop_app.core.clock import minute
from desktop_app.core.ids import ContactId
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.records import Compared, Contact, Trust
from desktop_app.domain.values import Value
from desktop_app.domain.words import words_of
from desktop_app.papers import wording

_STEPS = "trust:"
NOTHING = Words()


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
    desk = bilingual("（操作：{user}）", user=user) if user else NOTHING
    return bilingual("{at} {told}{desk}", at=at, told=told, desk=desk)


def what(step: TrustStep) -> Words:
    """What was decided, by whom and why."""
    if step.followed_by:
        told = bilingual("由 {followed_by} 接续：{by}", followed_by=step.followed_by, by=step.by)
    elif step.trust is Trust.UNVERIFIED:
        told = bilingual("旧密钥 {follows} 已作废，须重新核对指纹", follows=step.follows)
    elif step.follows:
        told = bilingual("跟随，接续 {follows}：{by}", follows=step.follows, by=step.by)
    elif step.trust is Trust.VERIFIED:
        way = bilingual("（{how}）", how=words_of(step.how)) if step.how else NOTHING
        told = bilingual("核对指纹一致{way}：{by}", way=way, by=step.by)
    else:
        since = (
            bilingual("（{revoked_on}起）", revoked_on=Words(zh=wording.day(step.revoked_on), en=str(step.revoked_on)))
            if step.revoked_on
            else NOTHING
        )
        how = bilingual("凭签名的吊销书") if step.signed else NOTHING
        why = bilingual("：{reason}", reason=step.reason) if step.reason else NOTHING
        told = bilingual("{how}作废名片{since}{why}", how=how, since=since, why=why)
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
