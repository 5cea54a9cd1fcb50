"""The users' rows: names and roles, which stand inside the database only."""

from datetime import date, datetime

from desktop_app.core.clock import CHINA
from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import UserId
from desktop_app.core.text import normal, unsafe_characters
from desktop_app.domain.audit import Act
from desktop_app.domain.users import APART, User, UserRole
from desktop_app.vault.keyslots import KeySlots, login
from desktop_app.vault.ledger import Ledger

_MOST_NAME = 60
#: The acts that set a passphrase; the latest of them that names a user says since when the present one holds.
SETTING_ACTS = (Act.VAULT_CREATED, Act.USER_ADDED, Act.PASSPHRASE_CHANGED, Act.PASSPHRASE_RESET, Act.RECOVERED)


class UserRepository:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._database = ledger.database

    def all_(self, slots: KeySlots) -> list[User]:
        """Everybody, in the order in which they came."""
        bound = {slot.user for slot in slots.slots if slot.device}
        rows = self._database.rows("SELECT id, name, role FROM users ORDER BY rowid")
        return [
            User(
                id=row[0], name=row[1], roles=_roles(row[2]), passphrase_on=self._since(row[0]), device=row[0] in bound
            )
            for row in rows
        ]

    def _since(self, user: str) -> date:
        acts = ", ".join("?" * len(SETTING_ACTS))
        row = self._database.row(
            f"SELECT max(at) FROM audit WHERE act IN ({acts}) AND json_extract(objects, '$.user') = ?",
            [*(act.value for act in SETTING_ACTS), user],
        )
        assert row is not None
        return datetime.fromisoformat(row[0]).astimezone(CHINA).date() if row[0] else date.min

    def passphrase_from_another(self, user: str) -> bool:
        """Whether the present passphrase was set by somebody else than the user."""
        acts = ", ".join("?" * len(SETTING_ACTS))
        row = self._database.row(
            f"SELECT act FROM audit WHERE act IN ({acts}) AND json_extract(objects, '$.user') = ? "
            "ORDER BY sequence DESC LIMIT 1",
            [*(act.value for act in SETTING_ACTS), user],
        )
        return row is not None and row[0] in (Act.USER_ADDED.value, Act.PASSPHRASE_RESET.value)

    def roles(self, user: str) -> tuple[UserRole, ...]:
        return _roles(self._row(user)[1])

    def name(self, user: str) -> str:
        return str(self._row(user)[0])

    def _row(self, user: str) -> tuple[str, str]:
        row = self._database.row("SELECT name, role FROM users WHERE id = ?", [user])
        if row is None:
            raise Fault(Code.USER_UNKNOWN)
        return row[0], row[1]

    def named(self, name: str) -> UserId:
        """The user of this name, however it is typed; with an empty name the only one. Raises `Fault(USER_UNKNOWN)`."""
        rows = self._database.rows("SELECT id, name FROM users ORDER BY id")
        fitting = [row[0] for row in rows if login(row[1]) == login(name)] if name else [row[0] for row in rows]
        if len(fitting) != 1:
            raise Fault(Code.USER_UNKNOWN)
        return UserId(fitting[0])

    def require_new(self, name: str) -> str:
        """The name as it is kept. Raises `Fault(USER_NAME | USER_EXISTS)`."""
        kept = normal(name).strip()
        if not kept or len(kept) > _MOST_NAME or unsafe_characters(kept):
            raise Fault(Code.USER_NAME, most=_MOST_NAME)
        if any(login(row[0]) == login(kept) for row in self._database.rows("SELECT name FROM users")):
            raise Fault(Code.USER_EXISTS)
        return kept

    def add(self, user: UserId, name: str, roles: tuple[UserRole, ...]) -> None:
        self._ledger.insert("users", id=user, name=name, role=_text(roles))

    def set_roles(self, user: str, roles: tuple[UserRole, ...]) -> None:
        self._ledger.update("users", {"id": user}, role=_text(roles))

    def remove(self, user: str) -> None:
        self._ledger.delete("passphrase_history", {"user_id": user})
        self._ledger.delete("users", {"id": user})

    def require_staffed(self, changed: str, roles: tuple[UserRole, ...]) -> None:
        """After `changed` has `roles` (none: gone), two people are left, one of them keeping security.

        Raises `Fault(ROLES_APART | USERS_TWO_NEEDED | KEEPER_NEEDED)`.
        """
        rows = self._database.rows("SELECT id, role FROM users")
        after = {row[0]: _roles(row[1]) for row in rows} | {changed: roles}
        staffed = [held for held in after.values() if held]
        if any(pair <= set(roles) for pair in APART):
            raise Fault(Code.ROLES_APART)
        if len(staffed) < 2:
            raise Fault(Code.USERS_TWO_NEEDED)
        if not any(UserRole.SECURITY_KEEPER in held for held in staffed):
            raise Fault(Code.KEEPER_NEEDED)


def _roles(text: str) -> tuple[UserRole, ...]:
    return tuple(UserRole(part) for part in text.split(","))


def _text(roles: tuple[UserRole, ...]) -> str:
    return ",".join(role.value for role in UserRole if role in roles)
