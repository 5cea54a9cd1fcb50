"""How long this office keeps its carriers, and which have come of age: an officer decides, the program only reminds."""

from collections.abc import Sequence
from datetime import date

import msgspec

from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.carriers import Carrier
from desktop_app.domain.retention import DEFAULT, Retention, RetentionRule, due

_RULES = "carrier_retention"


def rules(session: Session) -> tuple[RetentionRule, ...]:
    """What the office set; the shipped ones until it did, and for a kind that it never set."""
    kept = session.vault.settings.get(_RULES)
    own = {one.kind: one for one in msgspec.convert(kept or [], tuple[RetentionRule, ...])}
    return tuple(own.get(one.kind, one) for one in DEFAULT)


def set_rules(session: Session, wanted: Sequence[RetentionRule]) -> None:
    """Keep the office's own numbers."""
    with session.vault.act(Act.RETENTION_SET, {"kinds": str(len(wanted))}):
        session.vault.settings.put(_RULES, msgspec.to_builtins(list(wanted)))


def come_of_age(session: Session, known: Sequence[Carrier], day: date) -> list[tuple[Carrier, Retention]]:
    """What of these asks for a decision on `day`."""
    kept = rules(session)
    judged = [(one, due(one, kept, day)) for one in known]
    return [(one, said) for one, said in judged if said is not Retention.KEEP]
