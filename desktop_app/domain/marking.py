"""Classification marks (密级标志): levels, terms, what is printed, and what a machine may hold.

Forms of the mark and ceilings of the terms: 国家秘密文件、资料和其他物品标志的规定 (1990) and the Law on Guarding
State Secrets (10 years for 秘密, 20 for 机密); places on the page: GB/T 9704-2012.
"""

from collections.abc import Iterable
from enum import Enum

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.values import Count, Line, Short, Value


class SecrecyLevel(Enum):
    """From lowest to highest. 内部 is no state secret and carries no ★."""

    INTERNAL = "internal"  # 内部
    CONFIDENTIAL = "confidential"  # 秘密
    SECRET = "secret"  # 机密
    TOP_SECRET = "top_secret"  # 绝密: never taken in by this program

    @property
    def rank(self) -> int:
        return list(SecrecyLevel).index(self)


_PRINTED = {
    SecrecyLevel.INTERNAL: "内部",
    SecrecyLevel.CONFIDENTIAL: "秘密",
    SecrecyLevel.SECRET: "机密",
    SecrecyLevel.TOP_SECRET: "绝密",
}
#: Ceilings of the term in months, "unless otherwise provided": above them is a warning, not a refusal.
TERM_CEILING = {SecrecyLevel.CONFIDENTIAL: 120, SecrecyLevel.SECRET: 240, SecrecyLevel.TOP_SECRET: 360}


class MarkState(Enum):
    """Whether anyone has decided. "Not secret" and "not decided" are different answers."""

    UNDECIDED = "undecided"
    NOT_SECRET = "not_secret"
    MARKED = "marked"


class Marking(Value, frozen=True, kw_only=True):
    """The mark of an application: an applicant proposes it, the unit decides.

    `term_months` counts from the day of issue and is 0 for `INTERNAL`, `NOT_SECRET` and `UNDECIDED`.
    """

    state: MarkState = MarkState.UNDECIDED
    level: SecrecyLevel | None = None
    term_months: Count = 0
    basis: Line = ""
    decided_by: Short = ""

    @property
    def decided(self) -> bool:
        return self.state is not MarkState.UNDECIDED

    @property
    def rank(self) -> int:
        """Position in the order of levels; -1 when nothing is marked."""
        return self.level.rank if self.state is MarkState.MARKED and self.level else -1

    def printed(self) -> str:
        """The mark as it stands on paper (`机密★5年`), empty when nothing may be printed."""
        if self.state is not MarkState.MARKED or self.level is None:
            return ""
        if self.level is SecrecyLevel.INTERNAL:
            return _PRINTED[self.level]
        return f"{_PRINTED[self.level]}★{printed_term(self.term_months)}"


UNDECIDED = Marking()
NOT_SECRET = Marking(state=MarkState.NOT_SECRET)


def printed_term(months: int) -> str:
    """A term as the mark shows it: whole years in years, anything else in months."""
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"


def marked(level: SecrecyLevel, months: int = 0, *, basis: str = "", decided_by: str = "") -> Marking:
    """A checked mark. Raises `Fault(MARKING_INVALID)` for a term that the level cannot have."""
    marking = Marking(state=MarkState.MARKED, level=level, term_months=months, basis=basis, decided_by=decided_by)
    check(marking)
    return marking


def check(marking: Marking, where: str = "") -> None:
    """Refuse a mark that says two things, and 绝密, which this program does not take in. `where` names the field."""
    secret = marking.level in TERM_CEILING
    if marking.level is SecrecyLevel.TOP_SECRET:
        raise Fault(Code.MARKING_TOP_SECRET, where=where)
    if marking.state is MarkState.MARKED:
        if marking.level is None or marking.term_months < 0 or secret != (marking.term_months > 0):
            raise Fault(Code.MARKING_INVALID, where=where)
    elif marking.level is not None or marking.term_months:
        raise Fault(Code.MARKING_INVALID, where=where)


def require_decided(marking: Marking) -> None:
    """Formal print and export need a decision. Raises `Fault(MARKING_UNDECIDED)`."""
    if not marking.decided:
        raise Fault(Code.MARKING_UNDECIDED)


def require_within(marking: Marking, machine: SecrecyLevel) -> None:
    """Nothing above the machine's level is taken in. Raises `Fault(MARKING_ABOVE_MACHINE)`."""
    if marking.rank > machine.rank:
        raise Fault(Code.MARKING_ABOVE_MACHINE, mark=marking.printed(), machine=_PRINTED[machine])


def term_exceeds_ceiling(marking: Marking) -> bool:
    """Whether the term is longer than the law's ordinary ceiling for its level."""
    ceiling = TERM_CEILING.get(marking.level) if marking.level else None
    return ceiling is not None and marking.term_months > ceiling


def is_lower(after: Marking, before: Marking) -> bool:
    """Whether `after` protects less than `before` did: a lower level, a shorter term, or no mark any more."""
    return after.rank < before.rank or after.term_months < before.term_months


def highest(markings: Iterable[Marking]) -> Marking:
    """What a screen that shows all of these must say: the highest mark there is; failing that, that one is open.

    Unlike `combined`, which decides what may leave: one open question does not hide a mark from the eye.
    """
    known = list(markings)
    marked_ones = [one for one in known if one.state is MarkState.MARKED]
    return combined(marked_ones or known)


def combined(markings: list[Marking]) -> Marking:
    """The mark of a whole: undecided if any part is, else highest level and longest term (1990 rules, art. 8)."""
    if any(not m.decided for m in markings):
        return UNDECIDED
    real = [m for m in markings if m.state is MarkState.MARKED and m.level]
    if not real:
        return NOT_SECRET
    top = max(real, key=lambda m: m.rank)
    return Marking(
        state=MarkState.MARKED,
        level=top.level,
        term_months=max(m.term_months for m in real) if top.level in TERM_CEILING else 0,
        basis=top.basis,
        decided_by=top.decided_by,
    )
