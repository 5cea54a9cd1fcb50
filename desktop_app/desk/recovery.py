"""The recovery sheet: made, printed, proved, rehearsed and used. Code and shares are in memory and on paper only."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.progress import Progress
from desktop_app.crypto import recovery_code, recovery_shares
from desktop_app.desk import (
    confirmed_acts,
    direct_print,
    draft,
    plain_text,
    printer_access,
    printer_ready,
    recovery_paper,
)
from desktop_app.desk.direct_print import Order, ToPrinter
from desktop_app.desk.printer_choice import Place
from desktop_app.desk.session import Session
from desktop_app.desk.way_back import NEEDED, SHARES, kind_of, secret_of, use
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.recovery_sheet import RecoverySheet
from desktop_app.domain.users import RecoveryKind, RecoveryNeed, RecoveryState
from desktop_app.papers.render import Rendered
from desktop_app.printing.backend import SpoolWarning

__all__ = [
    "NEEDED", "SHARES", "RecoveryKind", "RecoveryNeed", "RecoveryState", "drill", "kind_of", "make", "prove",
    "secret_of", "use",
]  # fmt: skip

_TOLD = 8  # characters of the vault's id that tell one vault of an office from another


def make(session: Session, own: str, kind: RecoveryKind, holders: Sequence[str] = ()) -> tuple[RecoverySheet, ...]:
    """Fresh sheets, one or three, to be printed and proved; until then the one before stays in force.

    Raises `Fault(VAULT_WRONG_PASSPHRASE | VAULT_LOCKED_OUT)`.
    """
    if kind is RecoveryKind.CODE:
        groups = recovery_code.new_code()
        session.vault.recovery.prepare(own, recovery_code.secret_of("-".join(groups)), kind)
        return (_sheet(session, holders, groups=groups),)
    made = recovery_shares.new_shares()
    session.vault.recovery.prepare(own, made.secret, kind)
    return tuple(
        _sheet(session, holders[number - 1 :], words=words, number=number, of=SHARES, needed=NEEDED)
        for number, words in enumerate(made.words, 1)
    )


def _sheet(
    session: Session,
    holders: Sequence[str],
    *,
    groups: tuple[str, ...] = (),
    words: tuple[str, ...] = (),
    number: int = 1,
    of: int = 1,
    needed: int = 1,
) -> RecoverySheet:
    return RecoverySheet(
        vault_name=f"{session.office.code} 保险库",
        vault_number=session.vault.vault_id[-_TOLD:],
        desk_name=session.office.name,
        made_on=session.today(),
        holder=holders[0].strip() if holders else "",
        groups=groups,
        words=words,
        number=number,
        of=of,
        needed=needed,
    )


# --- on paper -------------------------------------------------------------------------------------------------------


def drawn(session: Session, sheet: RecoverySheet, progress: Progress) -> Rendered:
    """One page in memory, marked as what it opens."""
    return recovery_paper.drawn(sheet, progress, marking=draft.mark(session) or NOT_SECRET)


def order(
    session: Session, sheet: RecoverySheet, printer: str, traces: Sequence[SpoolWarning], progress: Progress
) -> ToPrinter:
    """Draw it and enter in the log that it is printed, and what an officer accepted that a print server leaves."""
    rendered = drawn(session, sheet, progress)
    left = {"traces": " ".join(one.value for one in traces)} if traces else {}
    with session.vault.act(Act.PRINTED, {"document": Document.RECOVERY_SHEET.value, "printer": printer, **left}):
        pass
    made = Order(Document.RECOVERY_SHEET, rendered.pdf, rendered.pages_per_copy, rendered.landscape, title="FJ-R")
    return ToPrinter(Place(printer), traces=tuple(traces), access=printer_access.access(session), orders=[made])


def send(where: ToPrinter, progress: Progress) -> bool:
    """Needs no vault; whether the printer counted the page."""
    return direct_print.send(where, progress).proved


def print_sheet(
    session: Session, sheet: RecoverySheet, printer: str, progress: Progress, *, leave_traces: bool = False
) -> bool:
    """All of it at once. Raises `Fault(PRINT_TRACES)` where a print server would keep the sheet in a file, unless an
    officer said to go on.
    """
    told = printer_ready.ready(printer, Document.RECOVERY_SHEET, access=printer_access.access(session))
    printer_ready.require_accepted(told, SpoolWarning if leave_traces else ())
    return send(order(session, sheet, printer, told.traces, progress), progress)


def save_sheets(session: Session, sheets: Sequence[RecoverySheet], path: Path, progress: Progress) -> list[Path]:
    """As plain PDF, a file each, only where an officer asked for it: whoever reads them may open the vault."""
    written = []
    leave = confirmed_acts.require(session, Act.PLAIN_TEXT_WRITTEN, {"document": Document.RECOVERY_SHEET.value})
    for sheet in sheets:
        file = path if sheet.of == 1 else path.with_name(f"{path.stem}-{sheet.number}{path.suffix}")
        pdf = drawn(session, sheet, progress).pdf
        plain_text.write(session, file, pdf, NOT_SECRET, {"document": Document.RECOVERY_SHEET.value}, given=leave)
        written.append(file)
    return written


# --- what was typed from paper --------------------------------------------------------------------------------------


def kind_to_prove(session: Session) -> RecoveryKind:
    """What is to be typed back; a code where nothing waits, so that only the typing is refused."""
    return session.vault.recovery.prepared() or RecoveryKind.CODE


def kind_to_drill(session: Session) -> RecoveryKind:
    """What is in force, or a code where nothing is."""
    state = session.vault.recovery.state()
    return state.kind if state else RecoveryKind.CODE


def prove(session: Session, typed: Sequence[str]) -> RecoveryState:
    """The code, or two shares, open this vault: from now on they are in force. Raises `Fault(RECOVERY_*)`."""
    return session.vault.recovery.prove(secret_of(kind_to_prove(session), typed))


def drill(session: Session, typed: Sequence[str]) -> RecoveryState:
    """The sheet in force would open this vault; the day is kept. Raises `Fault(RECOVERY_*)`."""
    return session.vault.recovery.drill(secret_of(kind_to_drill(session), typed))


# --- how it stands --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in force, what waits to be proved, and what is to be done."""

    state: RecoveryState | None
    waiting: RecoveryKind | None
    need: RecoveryNeed | None


def standing(session: Session) -> Standing:
    """How it stands now."""
    keeper = session.vault.recovery
    return Standing(keeper.state(), keeper.prepared(), keeper.need())
