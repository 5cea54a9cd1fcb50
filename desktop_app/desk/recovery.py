"""The recovery sheet: made, printed, proved, rehearsed and used. Code and shares are in memory and on paper only."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.clock import Clock
from desktop_app.core.progress import Progress
from desktop_app.crypto import recovery_code, recovery_shares
from desktop_app.desk import draft, plain_text, print_, printer_access, recovery_paper
from desktop_app.desk import session as sessions
from desktop_app.desk.print_ import Ready
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET
from desktop_app.domain.recovery_sheet import RecoverySheet
from desktop_app.domain.users import RecoveryKind, RecoveryNeed, RecoveryState
from desktop_app.papers.render import Rendered
from desktop_app.printing import jobs
from desktop_app.printing.access import NOTHING_KNOWN, Access
from desktop_app.printing.backend import JobState, SpoolWarning
from desktop_app.vault import recovering

__all__ = ["RecoveryKind", "RecoveryNeed", "RecoveryState", "drill", "kind_of", "make", "prove", "use"]

_TOLD = 8  # characters of the vault's id that tell one vault of an office from another
SHARES, NEEDED = recovery_shares.SHARES, recovery_shares.NEEDED


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


@dataclass(frozen=True, slots=True)
class Order:
    """A sheet on its way from memory to a printer."""

    rendered: Rendered
    printer: str
    access: Access = field(default=NOTHING_KNOWN, repr=False)


def order(session: Session, sheet: RecoverySheet, told: Ready, progress: Progress) -> Order:
    """Draw it and enter in the log that it is printed, and what an officer accepted that a print server leaves."""
    printer = told.readiness.printer.uri
    rendered = drawn(session, sheet, progress)
    traces = {"traces": " ".join(one.value for one in told.traces)} if told.traces else {}
    with session.vault.act(Act.PRINTED, {"document": Document.RECOVERY_SHEET.value, "printer": printer, **traces}):
        pass
    return Order(rendered, printer, printer_access.access(session))


def send(ordered: Order, progress: Progress) -> bool:
    """Needs no vault; whether the printer counted the page. What the job is called there says nothing of it."""
    rendered = ordered.rendered
    printed = jobs.print_pdf(
        ordered.printer,
        rendered.pdf,
        size=print_.SIZES[Document.RECOVERY_SHEET],
        duplex=rendered.duplex,
        landscape=rendered.landscape,
        title="FJ-R",
        progress=progress,
        page_count=rendered.pages_per_copy,
        access=ordered.access,
    )
    return printed.state is JobState.COMPLETED and printed.pages_completed >= rendered.pages_per_copy


def print_sheet(
    session: Session, sheet: RecoverySheet, printer: str, progress: Progress, *, leave_traces: bool = False
) -> bool:
    """All of it at once. Raises `Fault(PRINT_TRACES)` where a print server would keep the sheet in a file, unless an
    officer said to go on.
    """
    told = print_.ready(printer, Document.RECOVERY_SHEET, access=printer_access.access(session))
    print_.require_accepted(told, SpoolWarning if leave_traces else ())
    return send(order(session, sheet, told, progress), progress)


def save_sheet(session: Session, sheet: RecoverySheet, path: Path, progress: Progress) -> None:
    """As plain PDF, only where an officer asked for it: whoever reads the file may open the vault."""
    rendered = drawn(session, sheet, progress)
    plain_text.write(session, path, rendered.pdf, NOT_SECRET, {"document": Document.RECOVERY_SHEET.value})


# --- what was typed from paper --------------------------------------------------------------------------------------


def prove(session: Session, typed: Sequence[str]) -> RecoveryState:
    """The code, or two shares, open this vault: from now on they are in force. Raises `Fault(RECOVERY_*)`."""
    kind = session.vault.recovery.prepared() or RecoveryKind.CODE
    return session.vault.recovery.prove(secret_of(kind, typed))


def drill(session: Session, typed: Sequence[str]) -> RecoveryState:
    """The sheet in force would open this vault; the day is kept. Raises `Fault(RECOVERY_*)`."""
    state = session.vault.recovery.state()
    return session.vault.recovery.drill(secret_of(state.kind if state else RecoveryKind.CODE, typed))


def kind_of(folder: Path) -> RecoveryKind:
    """What the closed vault in `folder` is recovered with. Raises `Fault(RECOVERY_NONE)`."""
    return recovering.kind_of(folder)


def use(folder: Path, typed: Sequence[str], new: str, clock: Clock, *, name: str = "", older: str = "") -> Session:
    """Open the vault for the user of `name`, or the only one, and give them the passphrase `new`.

    Raises `Fault(RECOVERY_* | USER_UNKNOWN | PASSPHRASE_*)` and what unlocking raises.
    """
    secret = secret_of(kind_of(folder), typed)
    login = recovering.recover(folder, secret, new, clock, sessions.witness(), name=name.strip(), older=bool(older))
    return sessions.unlock(folder, new, clock, name=login, older=older)


def secret_of(kind: RecoveryKind, typed: Sequence[str]) -> bytes:
    """What code or shares stand for. Raises `Fault(RECOVERY_*)`, which names the group or word that is wrong."""
    if kind is RecoveryKind.CODE:
        return recovery_code.secret_of(" ".join(typed))
    return recovery_shares.secret_of(typed)
