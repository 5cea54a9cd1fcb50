"""How much a package may hold before this desk opens it."""

from dataclasses import dataclass

from desktop_app.core.sizes import MIB

GIB = 1024 * MIB

#: Fixed by the format, not by the desk.
SEAL_BYTES = MIB
SIGNATURE_BYTES = 4096
MANIFEST_BYTES = 16 * MIB
RECORD_BYTES = 4 * MIB
APPLICATIONS = 2000
RECIPIENTS = 32


@dataclass(frozen=True, slots=True)
class Limits:
    """Entries, bytes in all, bytes an entry, and bytes of all records and documents, which are read into memory."""

    entries: int = 2000
    total: int = 2 * GIB
    entry: int = 200 * MIB
    records: int = 128 * MIB


ORDINARY = Limits()
#: For an office that receives batches and says so.
BATCH = Limits(entries=20_000, total=64 * GIB, entry=2 * GIB, records=512 * MIB)
