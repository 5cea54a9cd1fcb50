"""An officer's word on packs: which one is current for a year, and moving a draft to another on purpose."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import kept_packs, pack_reading
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.records import KeptPolicy
from desktop_app.domain.status import Status
from desktop_app.policy import differences as compared
from desktop_app.policy.differences import Difference
from desktop_app.policy.editions import edition_key
from desktop_app.policy.pack import Pack

__all__ = ["Difference", "Step", "between", "choose", "move", "newest", "step"]


@dataclass(frozen=True, slots=True)
class Step:
    """From which pack to which, and everything that is different between them."""

    before: Pack
    after: Pack
    differences: Sequence[Difference]


def choose(session: Session, policy: KeptPolicy) -> None:
    """Make a pack current for its year, whatever the rule would say. Raises `Fault` where it cannot be read."""
    pack_reading.pack_of(session, policy)
    with session.vault.act(Act.POLICY_CHOSEN, {"policy": policy.pack, "digest": policy.digest}):
        kept_packs.keep(session, policy.digest)
        session.vault.policies.choose(policy.year, policy.digest)
    session.use(session.pack_as_settled())


def newest(session: Session, year: int) -> None:
    """Let the newest edition of a year be current again. Nothing is written where nobody chose."""
    if any(choice.year == year for choice in session.vault.policies.choices()):
        with session.vault.act(Act.POLICY_CHOSEN, {"year": str(year)}):
            session.vault.policies.unchoose(year)
        session.use(session.pack_as_settled())


def between(session: Session, one: KeptPolicy, other: KeptPolicy) -> Step:
    """What is different between two packs, in words, the older year or edition before the newer."""
    before, after = sorted((one, other), key=lambda each: (each.year, edition_key(each.edition)))
    return _step(pack_reading.pack_of(session, before), pack_reading.pack_of(session, after))


def _step(before: Pack, after: Pack) -> Step:
    return Step(before, after, compared.differences(before, after))


def step(session: Session, application: ApplicationId, policy: KeptPolicy) -> Step:
    """What moving a draft would change; nothing is written. Raises `Fault(VERSION_IS_FINAL | POLICY_*)`."""
    _require_draft(session, application)
    return _step(kept_packs.of_application(session, application).pack, pack_reading.pack_of(session, policy))


def move(session: Session, application: ApplicationId, policy: KeptPolicy) -> None:
    """Write a draft under another pack from now on; its filing year becomes the pack's.

    Raises `Fault(VERSION_IS_FINAL | POLICY_*)`.
    """
    draft = _require_draft(session, application)
    before, after = kept_packs.of_application(session, application).pack, pack_reading.pack_of(session, policy)
    objects = {"application": application, "before": before.digest, "digest": after.digest}
    with session.vault.act(Act.POLICY_MOVED, objects):
        kept_packs.put_under(session, application, after)
        if draft.year != after.year:
            session.vault.applications.save_draft(application, msgspec.structs.replace(draft, year=after.year))


def _require_draft(session: Session, application: ApplicationId) -> Application:
    record = session.vault.applications.get(application)
    if record.status is not Status.DRAFT:
        raise Fault(Code.VERSION_IS_FINAL, number=record.latest_version)
    return record.draft
