"""Who may print formally or seal now: whoever types the passphrase again, and where wanted a second officer.

Asked for the first of them after an unlock and again when the minutes are over. Every way to a formal print takes
its permit here, and so does sealing, so the verbs obey as the window does; what is refused is in the log.

The second officer is another user of the vault, who types the own name and the own passphrase.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from desktop_app.core.errors import Code, Fault
from desktop_app.core.text import normal, unsafe_characters
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act

__all__ = [
    "MINUTES", "Due", "Permit", "Terms", "change", "confirm", "confirm_second", "due", "noted", "permit", "require",
    "terms",
]  # fmt: skip

#: What an office may choose; 0 asks before every print.
MINUTES = (0, 5, 10, 30)
_SETTING = "printing.formal"
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a confirmation holds, and whether a second officer has to confirm as well."""

    minutes: int = 10
    second_officer: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """What has to be typed before the next formal print."""

    passphrase: bool
    second: bool

    @property
    def anything(self) -> bool:
        return self.passphrase or self.second


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave for one print, or for one batch from its first sheet to its last; ends with the session it was given in."""

    session: int
    second: str = ""


def terms(session: Session) -> Terms:
    """What the office has settled; what is unreadable or out of bounds is the safe default."""
    kept, safe = session.vault.settings.get(_SETTING, {}), Terms()
    minutes = kept.get("minutes")
    return Terms(minutes if minutes in MINUTES else safe.minutes, kept.get("second_officer") is True)


def change(session: Session, wanted: Terms) -> None:
    """Settle other terms, under the present ones: whoever may not print may not loosen them either.

    Raises `Fault(ARGUMENT)` for minutes that are no choice, and what `permit` raises.
    """
    if wanted.minutes not in MINUTES:
        raise Fault(Code.ARGUMENT, detail=f"{wanted.minutes} min")
    if wanted == terms(session):
        return
    if wanted.second_officer and len(session.vault.access.users()) < 2:
        raise Fault(Code.SECOND_NONE)
    given = permit(session, {"setting": _SETTING})
    objects = {"setting": _SETTING, "minutes": str(wanted.minutes), "second_officer": str(wanted.second_officer)}
    with session.vault.act(Act.SETTINGS_CHANGED, {**objects, **noted(given)}):
        session.vault.settings.put(_SETTING, {"minutes": wanted.minutes, "second_officer": wanted.second_officer})
    session.confirmations.forget()  # given under other terms


def due(session: Session, *, unlocked: bool = False) -> Due:
    """What has to be confirmed now. `unlocked`: the passphrase typed at the door counts as well while it is fresh."""
    now, settled, given = session.clock.now(), terms(session), session.confirmations
    second = settled.second_officer and not _fresh(given.second_at, now, settled)
    own = _fresh(given.own_at, now, settled) or (unlocked and _fresh(given.unlocked_at, now, settled))
    return Due(not own, second)


def _fresh(at: datetime | None, now: datetime, settled: Terms) -> bool:
    """A clock that was set back makes no confirmation last longer. With 0 minutes it lasts until it is used."""
    if at is None or at > now:
        return False
    return settled.minutes == 0 or now - at <= timedelta(minutes=settled.minutes)


def confirm(session: Session, passphrase: str) -> None:
    """The officer at the desk types the passphrase again.

    Raises `Fault(VAULT_WRONG_PASSPHRASE)`, `Fault(VAULT_LOCKED_OUT)`; both are in the log.
    """
    _prove(session, partial(session.vault.prove_passphrase, passphrase), {})
    session.confirmations.own_at = session.clock.now()


def confirm_second(session: Session, name: str, passphrase: str) -> None:
    """Another user of this vault types the own name and the own passphrase.

    Raises `Fault(PRINT_SECOND_NAME)` for no name or the first officer's own, `Fault(SECOND_NONE)` where there is no
    other user, and what `confirm` raises.
    """
    spelled = normal(name.strip())
    if not spelled or spelled == normal(session.user.strip()):
        raise Fault(Code.PRINT_SECOND_NAME, user=session.user)
    if len(spelled) > _LONGEST_NAME or unsafe_characters(spelled):
        raise Fault(Code.PRINT_SECOND_NAME, user=session.user)
    _prove(session, partial(_as_another, session, spelled, passphrase), {"second": spelled})
    session.confirmations.second, session.confirmations.second_at = spelled, session.clock.now()


def _as_another(session: Session, name: str, passphrase: str) -> None:
    if session.vault.access.prove_other(name, passphrase) == session.vault.user_id:
        raise Fault(Code.PRINT_SECOND_NAME, user=session.user)


def _prove(session: Session, prove: Callable[[], None], objects: Mapping[str, str]) -> None:
    try:
        prove()
    except Fault as fault:
        if fault.code in (Code.VAULT_WRONG_PASSPHRASE, Code.VAULT_LOCKED_OUT):
            with session.vault.act(Act.CONFIRM_FAILED, objects):
                pass
        raise
    with session.vault.act(Act.CONFIRMED, objects):
        pass


def permit(session: Session, objects: Mapping[str, str], *, unlocked: bool = False, proved: bool = False) -> Permit:
    """Leave to print what `objects` name. Uses a confirmation up where the office asks before every print.

    `unlocked`: see `due`; `proved`: the act itself asks for the passphrase. `confirmed_acts` says which acts are so.
    Raises `Fault(PRINT_CONFIRM_NEEDED)`, `Fault(PRINT_SECOND_NEEDED)`; the refusal is in the log.
    """
    open_ = due(session, unlocked=unlocked)
    if proved:
        open_ = Due(passphrase=False, second=open_.second)
    if open_.anything:
        code = Code.PRINT_CONFIRM_NEEDED if open_.passphrase else Code.PRINT_SECOND_NEEDED
        with session.vault.act(Act.PRINT_REFUSED, {**objects, "lacks": "passphrase" if open_.passphrase else "second"}):
            pass
        raise Fault(code)
    settled = terms(session)
    given = Permit(id(session), session.confirmations.second if settled.second_officer else "")
    if settled.minutes == 0:
        session.confirmations.forget()
    return given


def require(session: Session, given: Permit | None, objects: Mapping[str, str]) -> Permit:
    """The permit that was given for the batch this print belongs to, or one for this print alone."""
    if given is None:
        return permit(session, objects)
    if given.session != id(session):
        raise ValueError("a permit of another session")
    return given


def noted(given: Permit) -> dict[str, str]:
    """What the entry of a print says of its permit: who stood by."""
    return {"second": given.second} if given.second else {}
