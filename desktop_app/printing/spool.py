"""Whether a CUPS queue on this machine would leave the document on a disk: where it spools, and how long it keeps."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.core.errors import Fault
from desktop_app.printing.address import parse
from desktop_app.printing.backend import Printer, SpoolWarning

#: File systems that live in memory.
_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
_DEFAULT_SPOOL = "/var/spool/cups"
_OCTAL = re.compile(r"\\([0-7]{3})")


_NO = ("no", "off", "false", "0")


def _server_root() -> Path:
    """The folder of the print server's settings: the variable that CUPS's own programs heed, or the usual place."""
    return Path(os.environ.get("CUPS_SERVERROOT", "/etc/cups"))


@dataclass(frozen=True, slots=True)
class SystemFiles:
    """Where the print server's settings and the kernel's tables are."""

    server_root: Path = field(default_factory=_server_root)
    mounts: Path = Path("/proc/mounts")
    swaps: Path = Path("/proc/swaps")


def check(printer: Printer, files: SystemFiles | None = None) -> tuple[SpoolWarning, ...]:
    """Every trace the queue may leave. Empty: the job goes straight to the printer, or only through memory."""
    if not printer.spooled:
        return ()
    if printer.traces is not None:
        return printer.traces
    try:
        if not parse(printer.uri).loopback:
            return (SpoolWarning.OTHER_MACHINE,)
    except Fault:
        return (SpoolWarning.UNKNOWN,)
    try:
        return _local(files or SystemFiles())
    except OSError:
        return (SpoolWarning.UNKNOWN,)


def of_this_machine(files: SystemFiles | None = None) -> tuple[SpoolWarning, ...] | None:
    """What the local print service would leave on a disk, swap apart; `None` where there is none to leave anything."""
    files = files or SystemFiles()
    if not (files.server_root / "cupsd.conf").is_file():
        return None
    try:
        return tuple(one for one in _local(files) if one is not SpoolWarning.SWAP_ON_DISK)
    except OSError:
        return (SpoolWarning.UNKNOWN,)


def _local(files: SystemFiles) -> tuple[SpoolWarning, ...]:
    places = _directives(files.server_root / "cups-files.conf")
    scheduler = _directives(files.server_root / "cupsd.conf")
    mounts = _mounts(files.mounts)
    spool = places.get("requestroot", _DEFAULT_SPOOL)
    temp = places.get("tempdir", str(Path(spool, "tmp")))
    found = []
    if _file_system(spool, mounts) not in _IN_MEMORY:
        found.append(SpoolWarning.SPOOL_ON_DISK)
    if _file_system(temp, mounts) not in _IN_MEMORY:
        found.append(SpoolWarning.TEMP_ON_DISK)
    # CUPS keeps the files of finished jobs for a day unless told otherwise (cupsd.conf(5)).
    if scheduler.get("preservejobfiles", "86400").lower() not in _NO:
        found.append(SpoolWarning.JOBS_KEPT)
    if scheduler.get("preservejobhistory", "yes").lower() not in _NO:
        found.append(SpoolWarning.HISTORY_KEPT)
    if _swaps_to_disk(files.swaps):
        found.append(SpoolWarning.SWAP_ON_DISK)
    return tuple(found)


def _directives(path: Path) -> dict[str, str]:
    """Directive (in lower case, as CUPS does not tell the cases apart) -> value; the last one counts."""
    found = {}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        name, _, value = line.partition("#")[0].strip().partition(" ")
        if name and value:
            found[name.lower()] = value.strip().strip('"')
    return found


def _mounts(path: Path) -> dict[Path, str]:
    """Mount point -> file system; the mount made last lies on top."""
    rows = (line.split() for line in path.read_text(encoding="utf-8", errors="replace").splitlines())
    return {Path(_OCTAL.sub(lambda m: chr(int(m[1], 8)), row[1])): row[2] for row in rows if len(row) > 2}


def _file_system(folder: str, mounts: dict[Path, str]) -> str:
    """The file system under a folder, as far up as something is mounted."""
    real = Path(folder).resolve()
    return next((mounts[place] for place in (real, *real.parents) if place in mounts), "")


def _swaps_to_disk(path: Path) -> bool:
    """Whether anything but compressed memory (zram) is swapped to."""
    rows = path.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    return any(not row.startswith("/dev/zram") for row in rows if row.strip())
