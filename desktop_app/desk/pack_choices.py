"""An officer's word on packs: which one is current for a year, and moving a draft to another on purpose."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import kept_packs
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.audit import Act
from desktop_app.domain.records import KeptPolicy
from desktop_app.domain.status import Status
from desktop_app.policy import differences as compared
from desktop_app.policy.differences import Difference
from desktop_app.policy.pack import Pack

__all__ = ["Difference", "Step", "between", "choose", "move", "newest", "step"]


@dataclass(frozen=True, slots=True)
class Step:
    """What a move would do: from which pack to which, and everything that is different between them."""

    before: Pack
    after: Pack
    differences: Sequence[Difference]


def choose(session: Session, policy: KeptPolicy) -> None:
    """Make a pack current for its year, whatever the rule would say. Raises `Fault` where it cannot be read."""
    kept_packs.pack_of(session, policy)
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


def between(session: Session, before: KeptPolicy, after: KeptPolicy) -> Sequence[Difference]:
    """What is different between two packs, in words."""
    return compared.differences(kept_packs.pack_of(session, before), kept_packs.pack_of(session, after))


def step(session: Session, application: ApplicationId, policy: KeptPolicy) -> Step:
    """What moving a draft would change; nothing is written. Raises `Fault(VERSION_IS_FINAL | POLICY_*)`."""
    _require_draft(session, application)
    before, after = kept_packs.of_application(session, application).pack, kept_packs.pack_of(session, policy)
    return Step(before, after, compared.differences(before, after))


def move(session: Session, application: ApplicationId, policy: KeptPolicy) -> None:
    """Write a draft under another pack from now on; its filing year becomes the pack's.

    Raises `Fault(VERSION_IS_FINAL | POLICY_*)`.
    """
    draft = _require_draft(session, application)
    before, after = kept_packs.of_application(session, application).pack, kept_packs.pack_of(session, policy)
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
