"""A backup: what it says of itself before it is opened, how the desk keeps them, and what is known of each."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from desktop_app.domain.values import Digest, Size, Value

_Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Days = Annotated[int, msgspec.Meta(ge=1, le=36_500)]


class BackupHead(Value, frozen=True, kw_only=True):
    """The first file of a backup. It is not signed: what it says is believed only once the vault inside has agreed."""

    fj: Literal[1] = 1
    type: Literal["vault-backup"] = "vault-backup"
    vault: str
    made_at: datetime
    format: _Count  # of the database: `PRAGMA user_version`
    sequence: _Count  # the last entry of the log
    digest: Digest  # its digest


class BackupFile(Value, frozen=True, kw_only=True):
    """A backup as it lies in a folder."""

    path: str
    head: BackupHead
    size: Size  # of the whole file


class Restored(Value, frozen=True, kw_only=True):
    """What came of a backup: its head, and the folder that the vault before it is kept in."""

    head: BackupHead
    kept: str = ""


class KeptBackup(Value, frozen=True, kw_only=True):
    """What the vault remembers of a backup that was made and read back: by this it is known again when damaged."""

    path: str
    made_at: datetime
    sequence: _Count
    size: Size
    database: Digest  # of the encrypted database in it


class BackupHabits(Value, frozen=True, kw_only=True):
    """How often the desk wants a backup, and which of them stay in their folder."""

    folder: str = ""
    every_days: Days = 7
    keep: Annotated[int, msgspec.Meta(ge=2, le=1000)] = 8
    keep_days: Days = 366
