"""Who may do what at this desk: the one table of roles, and the one check that every act and reading goes through.

`Session` gives the check to the vault, which asks it before each act and before contents are read, whichever screen or
verb began it; what is refused is in the log with the act and the roles. A personal vault, and an office's until it
makes users, has one user who is everything at once.

Who cannot read contents cannot print them either: the security keeper prints recovery sheets and registers.
"""

from collections.abc import Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import listed
from desktop_app.domain.users import Reading, UserRole
from desktop_app.domain.words import words_of
from desktop_app.vault.ledger import Refusal

if TYPE_CHECKING:
    from desktop_app.vault.store import Vault

__all__ = ["ANYBODY", "MAY", "Reading", "allowed", "may", "refusal", "sees_contents"]

#: What is about the user, the vault as such, or a consequence of another act.
ANYBODY = frozenset(
    {
        Act.VAULT_CREATED, Act.UNLOCKED, Act.UNLOCK_FAILED, Act.LOCKED, Act.OLDER_COPY_ACKNOWLEDGED,
        Act.PASSPHRASE_CHANGED, Act.CONFIRMED, Act.CONFIRM_FAILED, Act.DEVICE_BOUND, Act.DEVICE_UNBOUND,
        Act.KEY_FILE_UPGRADED, Act.KEY_FILE_FINISHED, Act.KEY_FILE_RESTORED, Act.REKEY_DROPPED, Act.RECOVERED,
        Act.REFUSED, Act.PRINT_REFUSED, Act.VAULT_MIGRATED, Act.VAULT_RESTORED, Act.IDENTITY_CREATED, Act.POLICY_KEPT,
        Act.FILES_SETTLED,
    }
)  # fmt: skip

_CARRIERS = frozenset(
    {
        Act.CARRIER_REGISTERED, Act.CARRIER_MOVED, Act.CARRIER_REINSTATED, Act.INVENTORY_OPENED,
        Act.INVENTORY_TICKED, Act.INVENTORY_CLOSED,
        Act.PLAIN_TEXT_WRITTEN, Act.PRINTED, Act.CARD_EXPORTED,
    }
)  # fmt: skip
_FORMS = frozenset(
    {
        Act.FORM_SAVED, Act.FORM_CHOSEN, Act.FORM_REMOVED, Act.FORM_EXPORTED, Act.FORM_DRAFTED, Act.FONT_ADDED,
        Act.FONT_WITHDRAWN, Act.PRINTERS_CHANGED, Act.POLICY_EXPORTED, Act.POLICY_REFUSED,
    }
)  # fmt: skip

#: Role -> what it may do (acts) and see (readings). What stands nowhere here and not in `ANYBODY`, nobody may.
MAY: MappingProxyType[UserRole, frozenset[Act | Reading]] = MappingProxyType(
    {
        UserRole.OWNER: frozenset({*Act, *Reading}),
        UserRole.OPERATOR: _CARRIERS
        | _FORMS
        | {
            Reading.CONTENTS,
            Act.APPLICATION_CREATED, Act.APPLICATION_EDITED, Act.APPLICATION_REMOVED, Act.APPLICATION_SUBMITTED,
            Act.PEOPLE_IMPORTED,
            Act.APPLICATION_WITHDRAWN, Act.MARKING_CHANGED, Act.MARKING_LOWERED, Act.ATTACHMENT_ADDED,
            Act.ATTACHMENT_REMOVED, Act.COMPARED_ONLINE, Act.DIFFERENCE_JUDGED, Act.COPY_FATE_CHANGED,
            Act.SHEET_CHECKED, Act.COPIES_COUNTED, Act.RETURNED, Act.RETURN_TAKEN, Act.REVISED, Act.GIVEN_UP,
            Act.NOTICE_HELD, Act.OBJECTION_KEPT, Act.POSTS_CHANGED, Act.DISHONESTY_RECORDED, Act.DIRECTORY_CHANGED,
            Act.PACKAGE_SEALED, Act.PACKAGE_WRITTEN, Act.DISC_IMAGE_WRITTEN, Act.PACKAGE_OPENED, Act.PACKAGE_REFUSED,
            Act.RECEIPT_SEALED, Act.RECEIPT_MATCHED, Act.DELIVERED, Act.STRIP_SET, Act.ARRIVED, Act.POLICY_MOVED,
            Act.COMMITTEE_KEPT, Act.MEMBERS_CHANGED, Act.MEDIUM_ERASED,
            Act.EXPERTS_CHANGED, Act.DRAW_COMMITTED, Act.DRAW_MADE, Act.DRAW_DROPPED, Act.MEETING_KEPT,
            Act.MEETING_ATTENDED, Act.VOTE_OPENED, Act.VOTE_COUNTED, Act.VOTE_SETTLED, Act.VOTE_VOIDED,
            Act.OPINION_WRITTEN, Act.RESULT_KEPT, Act.READING_KEPT,
        },
        UserRole.REVIEWER: frozenset(
            {
                Reading.CONTENTS, Act.REVIEW_KEPT, Act.REVIEW_SIGNED, Act.RETURNED, Act.DISHONESTY_RECORDED,
                Act.OBJECTION_KEPT, Act.SHEET_CHECKED, Act.VOTE_COUNTED,
            }
        ),
        UserRole.SECURITY_KEEPER: _CARRIERS
        | {
            Act.USER_ADDED, Act.USER_REMOVED, Act.ROLES_CHANGED, Act.PASSPHRASE_RESET, Act.REKEY_BEGUN, Act.REKEYED,
            Act.RECOVERY_PREPARED, Act.RECOVERY_MADE, Act.RECOVERY_DRILLED, Act.CONTACT_IMPORTED, Act.CONTACT_VERIFIED,
            Act.CONTACT_FOLLOWED, Act.KEYS_CHANGED, Act.IDENTITY_REVOKED, Act.CONTACT_REVOKED, Act.CARD_CHANGED,
            Act.CONTACT_SUITE_SET, Act.RETENTION_SET, Act.STRIP_SETTLED, Act.REVOCATION_PRINTED,
        },
        UserRole.AUDITOR: frozenset({Reading.LOG, Act.AUDIT_EXPORTED}),
        UserRole.SYSTEM_KEEPER: _FORMS
        | {
            Act.VAULT_CHECKED, Act.VAULT_BACKED_UP, Act.SETTINGS_CHANGED, Act.WORKDAYS_IMPORTED, Act.WORKDAYS_REMOVED,
            Act.POLICY_IMPORTED, Act.POLICY_CHOSEN, Act.CARRIER_REGISTERED, Act.CARRIER_MOVED,
        },
    }
)  # fmt: skip


def may(roles: Sequence[UserRole], what: Act | Reading) -> bool:
    """Whether one of the roles may do or see this."""
    return what in ANYBODY or any(what in MAY[role] for role in roles)


def allowed(what: Act | Reading) -> tuple[UserRole, ...]:
    """The roles that may, for the sentence that says whom to ask; the only user of a vault is not named."""
    return tuple(role for role in UserRole if role is not UserRole.OWNER and may((role,), what))


def sees_contents(vault: "Vault") -> bool:
    """Whether a screen for everybody may also show what the applications say."""
    return may(vault.access.roles, Reading.CONTENTS)


class Check:
    """The check of one open vault."""

    def __init__(self, vault: "Vault") -> None:
        self._access = vault.access
        self._own = False  # whether the passphrase is known to be the user's own

    def __call__(self, what: Act | Reading) -> Refusal | None:
        if what in ANYBODY:
            return None
        roles = self._access.roles
        if not may(roles, what):
            return refusal(roles, what)
        if not self._own and self._access.passphrase_from_another:
            return Refusal(Fault(Code.PASSPHRASE_FIRST), _objects(roles, what))
        self._own = True
        return None


def refusal(roles: Sequence[UserRole], what: Act | Reading) -> Refusal:
    """The sentence, and what the log has of it: act and roles, no field of anybody."""
    asked = [words_of(role) for role in allowed(what)]
    whom = listed(asked)
    held = [words_of(role) for role in roles]
    own = listed(held)
    return Refusal(Fault(Code.ROLE_REFUSED, act=words_of(what), roles=own, ask=whom), _objects(roles, what))


def _objects(roles: Sequence[UserRole], what: Act | Reading) -> dict[str, str]:
    return {"act": what.value, "roles": " ".join(role.value for role in roles)}
