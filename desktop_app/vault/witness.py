"""The last entry of the log as it was seen before, noted outside the vault: how an older copy put back is noticed.

A vault cannot tell that it is old: everything in it agrees. Only a note elsewhere can, and only on a machine that has
one; whoever can also replace the note is not found out. Both is said wherever the program speaks of this.
"""

from enum import Enum
from typing import Protocol

from desktop_app.core.clock import minute
from desktop_app.core.errors import Code, Fault
from desktop_app.domain.audit import AuditHead
from desktop_app.vault import chain
from desktop_app.vault.database import Database


class Witness(Protocol):
    """A place outside the vault that keeps one head for each vault. It never fails: what it cannot do, it says."""

    def recall(self, vault: str) -> AuditHead | None:
        """What was noted last, `None` when there is no note that can be read."""
        ...

    def note(self, head: AuditHead) -> bool:
        """Keep `head` in place of the note before; whether that worked."""
        ...


class NoWitness:
    """Remembers nothing."""

    def recall(self, vault: str) -> AuditHead | None:
        del vault
        return None

    def note(self, head: AuditHead) -> bool:
        del head
        return False


class Age(Enum):
    """How a log stands to what was noted of it."""

    CURRENT = "current"  # it holds the noted entry
    OLDER = "older"  # it ends before the noted entry
    FORKED = "forked"  # it has another entry in that place


def age(database: Database, seen: AuditHead | None) -> Age:
    """How the log in `database` stands to the note."""
    if seen is None:
        return Age.CURRENT
    found = chain.digest_at(database, seen.sequence)
    if found is None:
        return Age.OLDER
    return Age.CURRENT if found == seen.digest else Age.FORKED


def fault(database: Database, seen: AuditHead | None, how: Age) -> Fault:
    """What to tell the user of a log that is not current."""
    assert seen is not None, "without a note every log is current"
    last = chain.stored_head(database)[0]
    when = minute(seen.at)
    code = Code.VAULT_OLDER if how is Age.OLDER else Code.VAULT_FORKED
    return Fault(code, found=last, seen=seen.sequence, missing=max(seen.sequence - last, 0), when=when)
