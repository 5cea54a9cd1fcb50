"""The list of packs: how each stands today, where it came from, how much is under it; and one found by its name."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from desktop_app.core.errors import Code, Fault
from desktop_app.desk import kept_packs, pack_reading
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Words
from desktop_app.domain.records import KeptPolicy
from desktop_app.policy.editions import Origin
from desktop_app.policy.pack import Pack

__all__ = ["Origin", "PackRow", "PackStanding", "find", "rows"]

#: A digest may be named by its first digits, but not by so few that chance decides.
_SHORTEST = 8


class PackStanding(Enum):
    """How a pack stands today."""

    IN_FORCE = "in_force"  # new applications come under it
    TO_COME = "to_come"  # current for a year that has not begun
    PAST = "past"  # current for a year that is over
    KEPT = "kept"  # another pack is current for its year
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class PackRow:
    """One pack as the list shows it."""

    policy: KeptPolicy
    name: Words  # what the pack calls itself; its id where it cannot be read
    origin: Origin
    issuer_name: str  # empty for the program's own
    current: bool  # of its year
    standing: PackStanding
    chosen_by: str  # who made it current, empty where the rule did
    chosen_at: datetime | None
    applications: int

    @property
    def readable(self) -> bool:
        """By this version of the program."""
        return self.standing is not PackStanding.UNREADABLE


def rows(session: Session) -> tuple[PackRow, ...]:
    """Every pack: newest year first, and in a year the current one first, then as they came."""
    found = kept_packs.known(session)
    choices = {choice.year: choice for choice in session.vault.policies.choices()}
    counts = _counts(session)
    now = {year: kept_packs.current(session, year) for year in {kept.year for kept, _ in found}}
    made = []
    for kept, origin in found:
        pack, choice = now[kept.year], choices.get(kept.year)
        is_current = pack is not None and pack.digest == kept.digest
        chosen = choice if choice and choice.digest == kept.digest else None
        read = pack_reading.settled(session, kept.digest)
        made.append(
            PackRow(
                policy=kept,
                name=read.name if read else Words(zh=kept.pack, en=kept.pack),
                origin=origin,
                issuer_name=_issuer_name(session, kept.issuer),
                current=is_current,
                standing=_standing(read, is_current, session.pack),
                chosen_by=chosen.chosen_by if chosen else "",
                chosen_at=chosen.chosen_at if chosen else None,
                applications=counts[kept.digest],
            )
        )
    return tuple(sorted(made, key=lambda row: (-row.policy.year, not row.current)))


def _counts(session: Session) -> Counter[str]:
    """Digest -> how many applications go by that pack: what came from another desk by the one of its year."""
    counts = Counter(session.vault.policies.counts())
    for year, held in session.vault.policies.counts_without().items():
        counts[kept_packs.of_year(session, year).digest] += held
    return counts


def _standing(read: Pack | None, is_current: bool, in_force_now: Pack) -> PackStanding:
    if read is None:
        return PackStanding.UNREADABLE
    if not is_current:
        return PackStanding.KEPT
    if read.digest == in_force_now.digest:
        return PackStanding.IN_FORCE
    return PackStanding.TO_COME if read.year > in_force_now.year else PackStanding.PAST


def _issuer_name(session: Session, key: str) -> str:
    contact = session.vault.contacts.get_by_key(key) if key else None
    if contact is not None:
        return contact.card.name
    return session.office.name if key else ""


def find(session: Session, name: str) -> KeptPolicy:
    """A pack by the first digits of its digest, or by its name (the current one, else the newest edition).

    Raises `Fault(POLICY_UNKNOWN)`.
    """
    listed = rows(session)
    by_digest = [row.policy for row in listed if len(name) >= _SHORTEST and row.policy.digest.startswith(name)]
    if len(by_digest) == 1:
        return by_digest[0]
    of_name = [row for row in listed if row.policy.pack == name]
    if now := [row.policy for row in of_name if row.current]:
        return now[0]
    if not of_name:
        raise Fault(Code.POLICY_UNKNOWN, name=name[:60])
    every = [(row.policy, row.origin) for row in of_name]
    best = kept_packs.by_rule(every, max(kept.year for kept, _ in every))[0]
    return next(kept for kept, _ in every if kept.digest == best)
