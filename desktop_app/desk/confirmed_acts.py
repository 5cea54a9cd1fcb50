"""Acts beside printing and sealing that ask who is at the desk: the one table of them, and the one door.

What leaves the vault as plain text or as the desk's word, and who may open it, is not done by whoever finds the window
open: the passphrase was typed within the office's minutes, at unlocking or since, and where wanted by a second officer
as well. What is refused is in the log.
"""

from collections.abc import Mapping
from types import MappingProxyType

from desktop_app.desk import formal_print
from desktop_app.desk.formal_print import Permit
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act

__all__ = ["ASKED", "PROVED_BY_ITSELF", "require"]

#: Each with whether the act asks for the passphrase itself, so that only the second officer is left to ask for.
ASKED: Mapping[Act, bool] = MappingProxyType(
    {
        Act.RETURNED: False,
        Act.RECEIPT_SEALED: False,
        Act.PLAIN_TEXT_WRITTEN: False,
        Act.CARRIER_REINSTATED: False,
        Act.AUDIT_EXPORTED: False,
        Act.USER_ADDED: True,
        Act.USER_REMOVED: True,
        Act.ROLES_CHANGED: True,
        Act.PASSPHRASE_RESET: True,
    }
)
PROVED_BY_ITSELF = frozenset(act for act, proved in ASKED.items() if proved)


def require(
    session: Session, act: Act, objects: Mapping[str, str] = MappingProxyType({}), given: Permit | None = None
) -> Permit:
    """Leave for one act of the table, taken before anything of it is done; `given` is that of the act it is part of.

    Raises `Fault(ROLE_REFUSED | PRINT_CONFIRM_NEEDED | PRINT_SECOND_NEEDED)`; the refusal is in the log.
    """
    session.vault.require(act)  # who may not at all is not asked for anything
    proved = ASKED[act]
    if given is not None:
        return formal_print.require(session, given, objects)
    return formal_print.permit(session, {"act": act.value, **objects}, unlocked=True, proved=proved)
