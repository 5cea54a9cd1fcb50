"""The state of a Linux machine from the kernel's own tables: nothing is started, changed or asked over a network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.machine_report import MachineLine, MachinePoint, MachineState

_IN_MEMORY = frozenset({"tmpfs", "ramfs"})
_REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs", "ceph", "glusterfs"})
#: File systems that keep no rights of users: what lies there is everybody's.
_NO_RIGHTS = frozenset({"vfat", "exfat", "msdos"})
_ENCRYPTING = frozenset({"ecryptfs", "fuse.gocryptfs", "fuse.encfs"})
_OCTAL = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class Roots:
    """Where the kernel's tables and the world's folders are."""

    proc: Path = Path("/proc")
    sys: Path = Path("/sys")


SYSTEM = Roots()


@dataclass(frozen=True, slots=True)
class _Mount:
    device: str  # major:minor
    kind: str


def network(roots: Roots = SYSTEM) -> MachineLine:
    """Interfaces with a link, the loopback apart."""
    up = sorted(name for name, folder in _interfaces(roots) if name != "lo" and _read(folder / "carrier") == "1")
    return _line(MachinePoint.NETWORK, bad=bool(up), detail="、".join(up))


def radio(roots: Roots = SYSTEM) -> MachineLine:
    """WLAN and Bluetooth hardware, whether switched on or not: rules for classified machines ask for it to be gone."""
    found = [name for name, folder in _interfaces(roots) if (folder / "wireless").exists()]
    bluetooth = roots.sys / "class" / "bluetooth"
    found += sorted(entry.name for entry in bluetooth.iterdir()) if bluetooth.is_dir() else []
    return _line(MachinePoint.RADIO, bad=bool(found), detail="、".join(found))


def swap(roots: Roots = SYSTEM) -> MachineLine:
    """Swap on a disk that is not encrypted. Compressed memory (zram) reaches no disk."""
    try:
        rows = (roots.proc / "swaps").read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    except OSError:
        return _unknown(MachinePoint.SWAP)
    plain = [row.split()[0] for row in rows if row.strip() and not _safe_swap(row.split()[0], roots)]
    return _line(MachinePoint.SWAP, bad=bool(plain), detail="、".join(plain))


def _safe_swap(name: str, roots: Roots) -> bool:
    base = Path(name).resolve().name
    return base.startswith("zram") or _encrypted(roots.sys / "class" / "block" / base)


def hibernation(roots: Roots = SYSTEM) -> MachineLine:
    """Whether the kernel offers to write all of memory to a disk (suspend to disk)."""
    states = _read(roots.sys / "power" / "state")
    if states is None:
        return _unknown(MachinePoint.HIBERNATION)
    disk = _read(roots.sys / "power" / "disk") or ""
    return _line(MachinePoint.HIBERNATION, bad="disk" in states.split() and "[disabled]" not in disk)


def disk_encryption(folder: Path, roots: Roots = SYSTEM) -> MachineLine:
    """Whether the file system under the vault lies on an encrypted device."""
    mount = _mount_of(folder, roots)
    if mount is None:
        return _unknown(MachinePoint.DISK_ENCRYPTION)
    if mount.kind in _ENCRYPTING:
        return _line(MachinePoint.DISK_ENCRYPTION, bad=False)
    block = roots.sys / "dev" / "block" / mount.device
    if not block.exists():
        return _unknown(MachinePoint.DISK_ENCRYPTION)  # an overlay or a share: its disk is not ours to see
    return _line(MachinePoint.DISK_ENCRYPTION, bad=not _encrypted(block))


def vault_place(folder: Path, roots: Roots = SYSTEM) -> MachineLine:
    """A share, a stick, or a file system that keeps no rights."""
    mount = _mount_of(folder, roots)
    if mount is None:
        return _unknown(MachinePoint.VAULT_PLACE)
    removable = _removable(roots.sys / "dev" / "block" / mount.device)
    bad = mount.kind in _REMOTE | _NO_RIGHTS or removable
    return _line(MachinePoint.VAULT_PLACE, bad=bad, detail=mount.kind if bad else "")


def temp_folder(folder: Path, roots: Roots = SYSTEM) -> MachineLine:
    """Whether the folder for temporary files lives in memory."""
    mount = _mount_of(folder, roots)
    if mount is None:
        return _unknown(MachinePoint.TEMP_FOLDER)
    return _line(MachinePoint.TEMP_FOLDER, bad=mount.kind not in _IN_MEMORY, detail=str(folder))


def _interfaces(roots: Roots) -> list[tuple[str, Path]]:
    folder = roots.sys / "class" / "net"
    try:
        return [(entry.name, entry) for entry in sorted(folder.iterdir())]
    except OSError:
        return []


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="ascii", errors="replace").strip()
    except OSError:  # an interface that is down refuses to tell its carrier
        return None


def _mount_of(folder: Path, roots: Roots) -> _Mount | None:
    """The mount that a folder lies on; the last one at a place is the one that is seen."""
    try:
        lines = (roots.proc / "self" / "mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    mounts: dict[Path, _Mount] = {}
    for line in lines:
        left, _, right = line.partition(" - ")
        place, kind = left.split(), right.split()
        if len(place) > 4 and kind:
            at = Path(_OCTAL.sub(lambda found: chr(int(found[1], 8)), place[4]))
            mounts[at] = _Mount(place[2], kind[0].lower())
    real = folder.resolve()
    return next((mounts[at] for at in (real, *real.parents) if at in mounts), None)


def _layers(block: Path) -> Iterator[Path]:
    """A block device and all that it is made of; of a partition also the disk."""
    real = block.resolve()
    yield real
    slaves = real / "slaves"
    for slave in slaves.iterdir() if slaves.is_dir() else ():
        yield from _layers(slave)
    if (real / "partition").exists():
        yield real.parent


def _encrypted(block: Path) -> bool:
    """Whether a layer is a dm-crypt device (its UUID begins so: cryptsetup, LUKS and plain alike)."""
    return any((_read(layer / "dm" / "uuid") or "").startswith("CRYPT-") for layer in _layers(block))


def _removable(block: Path) -> bool:
    return block.exists() and any(_read(layer / "removable") == "1" for layer in _layers(block))


def _line(point: MachinePoint, *, bad: bool, detail: str = "") -> MachineLine:
    return MachineLine(point=point, state=MachineState.BAD if bad else MachineState.GOOD, detail=detail)


def _unknown(point: MachinePoint) -> MachineLine:
    return MachineLine(point=point, state=MachineState.UNKNOWN)
