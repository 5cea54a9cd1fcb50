"""Who works at this desk: added, given other roles, given a new passphrase, taken away; and the database key anew.

Every change asks for the passphrase of whoever makes it, is refused before anything is derived where the role does not
allow it, and is in the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop_app.core.errors import Code, Fault
from desktop_app.desk import confirmed_acts, roles
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.users import Reading, User, UserRole

__all__ = [
    "GIVEN", "ROTATIONS", "Mine", "Reading", "User", "UserRole", "add", "change_own", "list_", "mine", "named", "rekey",
    "remove", "reset", "rotation", "set_roles", "set_rotation",
]  # fmt: skip

#: After how many days an office may want passphrases changed; 0 for never.
ROTATIONS = (0, 7, 30, 90)
_ROTATION = "passphrase.rotation"

#: The roles that somebody may be given.
GIVEN = tuple(role for role in UserRole if role is not UserRole.OWNER)


@dataclass(frozen=True, slots=True)
class Mine:
    """What the user at the desk is and may, read once after unlocking."""

    user: str
    roles: tuple[UserRole, ...]
    passphrase_from_another: bool = False
    passphrase_days: int = 0  # for how many days it has been in use
    rotation: int = 0  # after how many it is to be changed; 0 for never

    @property
    def passphrase_over(self) -> bool:
        """Whether the office's own rule asks for another passphrase now."""
        return 0 < self.rotation <= self.passphrase_days

    def may(self, what: Act | Reading) -> bool:
        """Whether an act or reading would be let through."""
        return roles.may(self.roles, what)


def mine(session: Session) -> Mine:
    """Who is at the desk."""
    access = session.vault.access
    since = next(user.passphrase_on for user in list_(session) if user.id == session.vault.user_id)
    days = max(0, (session.today() - since).days) if since > date.min else 0
    return Mine(session.vault.user_id, access.roles, access.passphrase_from_another, days, rotation(session))


def rotation(session: Session) -> int:
    """After how many days a passphrase is to be changed; 0, unless the office chose otherwise, for never."""
    kept = session.vault.settings.get(_ROTATION, 0)
    return kept if kept in ROTATIONS else 0


def set_rotation(session: Session, days: int) -> None:
    """Settle that. Raises `Fault(ARGUMENT)` for days that are no choice."""
    if days not in ROTATIONS:
        raise Fault(Code.ARGUMENT, detail=str(days))
    with session.vault.act(Act.SETTINGS_CHANGED, {"setting": _ROTATION, "days": str(days)}):
        session.vault.settings.put(_ROTATION, days)


def list_(session: Session) -> list[User]:
    """Everybody who may open this vault, in the order in which they came."""
    return session.vault.access.users()


def named(session: Session, name: str) -> User:
    """The user of this name. Raises `Fault(USER_UNKNOWN)`."""
    found = session.vault.access.rows.named(name)
    return next(user for user in list_(session) if user.id == found)


def add(
    session: Session,
    own: str,
    name: str,
    given: Sequence[UserRole],
    passphrase: str,
    keep: Sequence[UserRole] = (),
) -> str:
    """A new user's id. The passphrase is for the first unlocking only: nothing else is done before it is changed.

    `keep`: what the only user so far is from now on. Raises `Fault(ROLE_REFUSED | USER_EXISTS | ROLES_APART | …)`.
    """
    session.vault.require(Act.USER_ADDED)
    confirmed_acts.require(session, Act.USER_ADDED)
    return session.vault.access.add_user(own, name, tuple(given), passphrase, tuple(keep))


def set_roles(session: Session, own: str, user: str, given: Sequence[UserRole]) -> None:
    """Other roles for a user. Raises `Fault(ROLE_REFUSED | ROLES_APART | KEEPER_NEEDED | …)`."""
    session.vault.require(Act.ROLES_CHANGED)
    confirmed_acts.require(session, Act.ROLES_CHANGED)
    session.vault.access.prove(own)
    session.vault.access.set_roles(user, tuple(given))


def reset(session: Session, own: str, user: str, passphrase: str) -> None:
    """A passphrase for somebody who forgot theirs. Whoever sets it knows it until the user has changed it."""
    session.vault.require(Act.PASSPHRASE_RESET)
    confirmed_acts.require(session, Act.PASSPHRASE_RESET)
    if user == session.vault.user_id:
        raise Fault(Code.USER_SELF)
    session.vault.access.reset_passphrase(own, user, passphrase)


def remove(session: Session, own: str, user: str) -> None:
    """Take a user away. A copy of the folder made before still opens with their passphrase: re-key then."""
    session.vault.require(Act.USER_REMOVED)
    confirmed_acts.require(session, Act.USER_REMOVED)
    session.vault.access.remove_user(own, user)


def change_own(session: Session, old: str, new: str) -> None:
    """Everybody's own passphrase."""
    session.change_passphrase(old, new)


def rekey(session: Session, own: str) -> None:
    """Encrypt the whole vault under a new key, which reaches every user and the recovery."""
    session.vault.require(Act.REKEYED)
    session.vault.access.rekey(own)
