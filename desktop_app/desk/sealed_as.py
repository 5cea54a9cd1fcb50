"""What is kept of a sealing for ever: mark, instant, from which keys and for which."""

from datetime import datetime

import msgspec

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import PackageId
from desktop_app.desk import own_keys
from desktop_app.desk.own_keys import OwnPair
from desktop_app.desk.session import Session
from desktop_app.domain.makings import Making
from desktop_app.domain.marking import Marking
from desktop_app.domain.records import PackageRecord
from desktop_app.domain.values import Value
from desktop_app.domain.words import words_of

_SEALED = "sealed:"


class SealedAs(Value, frozen=True, kw_only=True):
    """What label and slip say of a package, whatever becomes of its applications and this desk's keys afterwards.

    `sender` and `recipients` are key ids; a package sealed before they were kept has none. `making` waits here for the
    carrier: a package that is interrupted has none yet.
    """

    marking: Marking
    at: datetime
    sender: str = ""
    recipients: tuple[str, ...] = ()
    making: Making = Making()


def keep(session: Session, package: PackageId, sealed: SealedAs) -> None:
    """Call inside the act that journals the package."""
    session.vault.settings.put(_SEALED + package, msgspec.to_builtins(sealed))


def journaled(session: Session, package: str) -> SealedAs | None:
    """What was said when the package's number was taken, finished or not."""
    kept = session.vault.settings.get(_SEALED + package)
    return None if kept is None else msgspec.convert(kept, SealedAs)


def of(session: Session, record: PackageRecord) -> SealedAs:
    """The same of a package that was finished here. Raises `Fault(PACKAGE_STATE)` for any other."""
    kept = journaled(session, record.id)
    if kept is None or not record.seal_digest:
        raise Fault(Code.PACKAGE_STATE, state=words_of(record.state))
    return kept


def sender(session: Session, package: str) -> OwnPair:
    """The keys under which a package of this desk was sealed. Raises `Fault(NO_KEY)`."""
    kept = journaled(session, package)
    first = (own_keys.past(session) or [own_keys.present(session)])[-1]
    key_id = kept.sender if kept and kept.sender else first.key_id if first else ""
    return own_keys.of(session, key_id)
