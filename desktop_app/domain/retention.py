"""How long an office keeps what: when a carrier may go, and when it must have gone.

No public rule gives one number for such carriers: an office enters its own. The shipped ones are long. The program
reminds, and lets nothing be destroyed before its day without a reason.
"""

import calendar
from datetime import date
from enum import Enum

from desktop_app.core.clock import CHINA
from desktop_app.domain.carriers import Carrier, CarrierKind, CarrierState
from desktop_app.domain.values import Count, Value


class RetentionRule(Value, frozen=True, kw_only=True):
    """Months after a carrier was made or received; 0: the office has set none."""

    kind: CarrierKind
    may_go_after: Count
    must_go_after: Count = 0


class Retention(Enum):
    """What a carrier's age says."""

    KEEP = "keep"
    MAY_GO = "may_go"
    MUST_GO = "must_go"
    TERM_OVER = "term_over"  # the mark's own term is over: whether it is still secret must be decided


#: Until an office says otherwise: two years for what carried a filing, one for backups, and recovery sheets for ever.
DEFAULT = tuple(
    RetentionRule(kind=kind, may_go_after=months)
    for kind, months in (
        (CarrierKind.STICK, 24),
        (CarrierKind.DISC, 24),
        (CarrierKind.DOSSIER, 24),
        (CarrierKind.COPY, 24),
        (CarrierKind.BACKUP, 12),
        (CarrierKind.RECOVERY, 0),
    )
)


def _after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def may_go_from(carrier: Carrier, rules: tuple[RetentionRule, ...]) -> date | None:
    """The day from which it may be destroyed without more; None where the office set none."""
    rule = next((one for one in rules if one.kind is carrier.kind), None)
    if rule is None or not rule.may_go_after:
        return None
    return _after(carrier.made_at.astimezone(CHINA).date(), rule.may_go_after)


def due(carrier: Carrier, rules: tuple[RetentionRule, ...], day: date) -> Retention:
    """What is to be said of a carrier on `day`; what is gone asks for nothing."""
    if carrier.state.final:
        return Retention.KEEP
    made = carrier.made_at.astimezone(CHINA).date()
    rule = next((one for one in rules if one.kind is carrier.kind), None)
    if rule and rule.must_go_after and day >= _after(made, rule.must_go_after):
        return Retention.MUST_GO
    if carrier.marking.term_months and day >= _after(made, carrier.marking.term_months):
        return Retention.TERM_OVER
    if rule and rule.may_go_after and day >= _after(made, rule.may_go_after) and carrier.state is CarrierState.IN_HAND:
        return Retention.MAY_GO
    return Retention.KEEP
