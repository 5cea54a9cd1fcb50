"""Classified carriers (涉密载体): each has a number, a mark and a life, whose legal moves are one table.

What an office does with one (国家秘密载体保密管理的规定, 厅字〔2000〕58号): made and numbered, received and signed
for, lent and returned, copied with approval, destroyed after counting, entering and approval.
"""

from datetime import date, datetime
from enum import Enum

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import CarrierId
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.marking import Marking
from desktop_app.domain.values import Line, Short, Value
from desktop_app.domain.words import words_of


class CarrierKind(Enum):
    STICK = "stick"  # U盘、移动硬盘
    DISC = "disc"
    DOSSIER = "dossier"  # a bound dossier or any other paper that bears no copy number
    COPY = "copy"  # a numbered copy: derived from the register of copies, never entered twice
    BACKUP = "backup"  # a medium with a backup of the vault
    RECOVERY = "recovery"  # a recovery sheet or share

    @property
    def letter(self) -> str:
        """How the program's own numbers begin: 优盘, 光盘, 卷宗, 备份, 恢复."""
        return {"stick": "U", "disc": "G", "dossier": "J", "copy": "C", "backup": "B", "recovery": "H"}[self.value]


class CarrierState(Enum):
    """Where a carrier is."""

    IN_HAND = "in_hand"
    GIVEN_OUT = "given_out"  # to somebody of the office, for use
    LENT = "lent"  # until a day
    HANDED_OVER = "handed_over"  # to another office
    ARCHIVED = "archived"
    MISSING = "missing"
    DESTROYED = "destroyed"
    VOID = "void"  # never was: entered twice, or by mistake

    @property
    def final(self) -> bool:
        """Gone for good, unless that was entered by mistake."""
        return self in (CarrierState.ARCHIVED, CarrierState.DESTROYED, CarrierState.VOID)


class CarrierMove(Enum):
    """What is done with a carrier."""

    MAKE = "make"
    RECEIVE = "receive"
    WRITE = "write"  # one more package was put on it
    COPY = "copy"
    GIVE = "give"
    LEND = "lend"
    HAND_OVER = "hand_over"
    RETURN = "return"
    ARCHIVE = "archive"
    LOSE = "lose"
    FIND = "find"
    DESTROY = "destroy"
    REMARK = "remark"  # its level or term was raised, lowered or lifted
    CANCEL = "cancel"  # the entry itself was a mistake
    REINSTATE = "reinstate"  # that it is gone was the mistake: it is here


_S, _M = CarrierState, CarrierMove
#: `None` is the state of what is not registered yet.
MOVES: dict[tuple[CarrierState | None, CarrierMove], CarrierState] = {
    (None, _M.MAKE): _S.IN_HAND,
    (None, _M.RECEIVE): _S.IN_HAND,
    (_S.IN_HAND, _M.WRITE): _S.IN_HAND,
    (_S.IN_HAND, _M.COPY): _S.IN_HAND,
    (_S.IN_HAND, _M.RECEIVE): _S.IN_HAND,  # a known medium came in with a new package on it
    (_S.IN_HAND, _M.GIVE): _S.GIVEN_OUT,
    (_S.IN_HAND, _M.LEND): _S.LENT,
    (_S.IN_HAND, _M.HAND_OVER): _S.HANDED_OVER,
    (_S.IN_HAND, _M.ARCHIVE): _S.ARCHIVED,
    (_S.IN_HAND, _M.DESTROY): _S.DESTROYED,
    (_S.IN_HAND, _M.LOSE): _S.MISSING,
    (_S.GIVEN_OUT, _M.RETURN): _S.IN_HAND,
    (_S.GIVEN_OUT, _M.LOSE): _S.MISSING,
    (_S.LENT, _M.RETURN): _S.IN_HAND,
    (_S.LENT, _M.LOSE): _S.MISSING,
    (_S.HANDED_OVER, _M.RETURN): _S.IN_HAND,
    (_S.MISSING, _M.FIND): _S.IN_HAND,
    (_S.IN_HAND, _M.REMARK): _S.IN_HAND,
    # nothing that was entered is taken out again: a mistake is put right by a step of its own
    (_S.IN_HAND, _M.CANCEL): _S.VOID,
    (_S.ARCHIVED, _M.REINSTATE): _S.IN_HAND,
    (_S.DESTROYED, _M.REINSTATE): _S.IN_HAND,
    (_S.VOID, _M.REINSTATE): _S.IN_HAND,
}
#: What the register of copies decides for a numbered copy, and nobody here.
NOT_FOR_COPIES = (_M.COPY, _M.REMARK, _M.CANCEL)


class Carrier(Value, frozen=True, kw_only=True):
    """One carrier in the register. `title` says what is on it, `holder` who has it when it is not in hand."""

    id: CarrierId
    number: Short
    kind: CarrierKind
    marking: Marking
    title: Line
    state: CarrierState
    holder: Line = ""
    due: date | None = None
    made_by: Short
    made_at: datetime
    application: str = ""
    copied_from: Short = ""

    def overdue(self, day: date) -> bool:
        """Whether it should have been back before `day`."""
        return self.state is CarrierState.LENT and self.due is not None and self.due < day


class CarrierEvent(Value, frozen=True, kw_only=True):
    """One step of a carrier's life: never changed, never removed."""

    id: str
    carrier: CarrierId
    move: CarrierMove
    at: datetime
    by: Short
    counterpart: Line = ""  # to whom, from whom; of a copying: what was made
    due: date | None = None
    way: Line = ""  # how it was carried, destroyed, or marked anew
    place: Line = ""
    approved_by: Short = ""
    first_witness: Short = ""
    second_witness: Short = ""
    reason: Line = ""
    package: str = ""


class Details(Value, frozen=True, kw_only=True):
    """What an officer says of one step; which of it must be said is in `REQUIRED`."""

    counterpart: Line = ""
    due: date | None = None
    way: Line = ""
    place: Line = ""
    approved_by: Short = ""
    first_witness: Short = ""
    second_witness: Short = ""
    reason: Line = ""
    package: str = ""


#: What each step must say of itself.
REQUIRED: dict[CarrierMove, tuple[str, ...]] = {
    _M.RECEIVE: ("counterpart",),
    _M.COPY: ("approved_by", "reason"),
    _M.GIVE: ("counterpart",),
    _M.LEND: ("counterpart", "due"),
    _M.HAND_OVER: ("counterpart", "way"),
    _M.ARCHIVE: ("counterpart",),
    _M.LOSE: ("reason",),
    _M.DESTROY: ("way", "place", "approved_by", "first_witness", "second_witness"),
    _M.REMARK: ("approved_by", "reason"),
    _M.CANCEL: ("approved_by", "reason"),
    _M.REINSTATE: ("approved_by", "second_witness", "reason"),
}
_SAID = {
    "counterpart": bilingual("对方单位或人员"),
    "due": bilingual("归还日期"),
    "way": bilingual("方式"),
    "place": bilingual("地点"),
    "approved_by": bilingual("批准人"),
    "first_witness": bilingual("销毁人"),
    "second_witness": bilingual("监销人"),
    "reason": bilingual("事由"),
}


#: Who confirms with their own eyes that what was entered as gone is here.
_SEEN_BY = bilingual("复核人")


def said(move: CarrierMove, name: str) -> Words:
    """The words for one of the details of a step."""
    return _SEEN_BY if (move, name) == (_M.REINSTATE, "second_witness") else _SAID[name]


def moved(number: str, state: CarrierState | None, move: CarrierMove) -> CarrierState:
    """The state after `move`. Raises `Fault(CARRIER_MOVE)` when the table has no such move."""
    try:
        return MOVES[state, move]
    except KeyError:
        now = words_of(state) if state else bilingual("未登记")
        raise Fault(Code.CARRIER_MOVE, number=number, status=now, move=words_of(move)) from None


def require_said(move: CarrierMove, details: Details, day: date) -> None:
    """Raises `Fault(CARRIER_INCOMPLETE | TWO_NAMES_NEEDED | CARRIER_DUE)`."""
    for name in REQUIRED.get(move, ()):
        value = getattr(details, name)
        if not (value.strip() if isinstance(value, str) else value):
            raise Fault(Code.CARRIER_INCOMPLETE, what=said(move, name))
    if move is CarrierMove.DESTROY and details.first_witness.strip() == details.second_witness.strip():
        raise Fault(Code.TWO_NAMES_NEEDED)
    if details.due is not None and details.due < day:
        raise Fault(Code.CARRIER_DUE)


def replayed(number: str, events: list[CarrierEvent]) -> CarrierState | None:
    """The state that these steps lead to, one after the other. Raises `Fault(CARRIER_MOVE)` for an impossible life."""
    state: CarrierState | None = None
    for event in events:
        state = moved(number, state, event.move)
    return state
