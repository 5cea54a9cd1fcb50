"""Media read from kernel tables laid out in a folder, Windows volumes from a table, and the real machine's root."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.host import media, windows_media
from desktop_app.host.linux_media import Roots, describe, removable_media
from desktop_app.host.windows_media import DriveType, Volume


class Machine:
    """/proc and /sys of an invented machine; mount points are real folders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.roots = Roots(folder / "mountinfo", folder / "sys", folder / "labels")
        for path in (folder / "sys/dev/block", folder / "sys/class/block", folder / "labels"):
            path.mkdir(parents=True)
        self._lines = ["22 1 252:1 / / rw,relatime - ext4 /dev/vda1 rw"]
        self.block("vda", "pci0000:00/virtio1", removable=False, partition="vda1", number="252:1")

    def block(self, disk, bus, *, removable, partition="", number, kind="0"):
        """A disk, perhaps with a partition, and the links that lead to it."""
        place = self.folder / "sys/devices" / bus / "block" / disk
        (place / "device").mkdir(parents=True, exist_ok=True)
        (place / "device/type").write_text(f"{kind}\n", encoding="utf-8")
        (place / "removable").write_text(f"{int(removable)}\n", encoding="utf-8")
        if partition:
            place = place / partition
            place.mkdir()
            (place / "partition").write_text("1\n", encoding="utf-8")
        if number:
            (self.folder / "sys/dev/block" / number).symlink_to(place)
        (self.folder / "sys/class/block" / place.name).symlink_to(place)
        return place

    def mapping(self, name, number, *below):
        """A device-mapper device above others."""
        place = self.folder / "sys/devices/virtual/block" / name
        (place / "slaves").mkdir(parents=True)
        (place / "removable").write_text("0\n", encoding="utf-8")
        for device in below:
            (place / "slaves" / device.name).symlink_to(device)
        (self.folder / "sys/dev/block" / number).symlink_to(place)

    def mount(self, name, number, file_system, source, options="rw,nosuid", more="rw"):
        place = self.folder / name
        place.mkdir(exist_ok=True)
        spelled = str(place).replace(" ", "\\040")
        self._lines.append(f"30 22 {number} / {spelled} {options} shared:9 - {file_system} {source} {more}")
        self.roots.mountinfo.write_text("\n".join(self._lines) + "\n", encoding="utf-8")
        return place

    def label(self, spelled, device):
        (self.folder / "labels" / spelled).symlink_to(f"../../{device}")


@pytest.fixture
def machine(tmp_path):
    if sys.platform == "win32":
        pytest.skip("asks a Linux kernel's tables")
    return Machine(tmp_path)


def test_a_stick_in_fat32(machine):
    machine.block("sdb", "pci0000:00/usb1/1-2", removable=True, partition="sdb1", number="8:17")
    place = machine.mount("封存 盘", "8:17", "vfat", "/dev/sdb1")
    machine.label("封卷\\x20一", "sdb1")
    [stick] = removable_media(machine.roots)
    assert (stick.folder, stick.label, stick.file_system) == (place, "封卷 一", "vfat")
    assert stick.largest_file == 4 * 1024**3 - 1
    assert (stick.removable, stick.optical, stick.read_only) == (True, False, False)
    assert 0 < stick.free <= stick.total


def test_a_usb_disk_that_does_not_call_itself_removable(machine):
    machine.block("sdc", "pci0000:00/usb2/2-1", removable=False, partition="sdc1", number="8:33")
    machine.mount("disk", "8:33", "exfat", "/dev/sdc1", options="ro")
    [disk] = removable_media(machine.roots)
    assert (disk.largest_file, disk.read_only) == (None, True)


def test_inner_disks_and_file_systems_without_a_device_are_left_out(machine):
    machine.block("sda", "pci0000:00/ata1", removable=False, partition="sda1", number="8:1")
    machine.mount("inner", "8:1", "ext4", "/dev/sda1")
    machine.mount("memory", "0:31", "tmpfs", "tmpfs")
    machine.mount("share", "0:40", "nfs4", "server:/share")
    assert removable_media(machine.roots) == ()


def test_a_disc(machine):
    machine.block("sr0", "pci0000:00/ata2", removable=True, number="11:0", kind="5")
    machine.mount("disc", "11:0", "iso9660", "/dev/sr0", options="ro", more="ro")
    [disc] = removable_media(machine.roots)
    assert (disc.optical, disc.read_only, disc.file_system) == (True, True, "iso9660")


def test_read_only_by_the_super_block_alone(machine):
    machine.block("sdb", "usb1/1-2", removable=True, partition="sdb1", number="8:17")
    machine.mount("stick", "8:17", "vfat", "/dev/sdb1", options="rw", more="ro,errors=remount-ro")
    assert removable_media(machine.roots)[0].read_only


@pytest.mark.parametrize(
    ("kernel", "ours"), [("fuseblk", "ntfs"), ("fuseblk.exfat", "exfat"), ("fuse.ntfs-3g", "ntfs-3g")]
)
def test_file_systems_in_user_space_are_found_by_their_source(machine, kernel, ours):
    machine.block("sdb", "usb1/1-2", removable=True, partition="sdb1", number="8:17")
    machine.mount("stick", "0:55", kernel, "/dev/sdb1")
    [stick] = removable_media(machine.roots)
    assert stick.file_system == ours


def test_an_encrypted_stick_is_a_stick(machine):
    stick = machine.block("sdb", "usb1/1-2", removable=True, partition="sdb1", number="8:17")
    inner = machine.block("sda", "ata1", removable=False, partition="sda2", number="8:2")
    machine.mapping("dm-0", "253:0", stick)
    machine.mapping("dm-1", "253:1", inner)
    machine.mount("secret", "253:0", "ext4", "/dev/mapper/luks-1")
    machine.mount("root", "253:1", "ext4", "/dev/mapper/root")
    assert [medium.folder.name for medium in removable_media(machine.roots)] == ["secret"]


def test_a_memory_card_is_removable_and_soldered_memory_is_not(machine):
    machine.block("mmcblk0", "mmc0", removable=False, partition="mmcblk0p1", number="179:1", kind="MMC")
    machine.block("mmcblk1", "mmc1", removable=False, partition="mmcblk1p1", number="179:9", kind="SD")
    machine.mount("inner", "179:1", "ext4", "/dev/mmcblk0p1")
    machine.mount("card", "179:9", "vfat", "/dev/mmcblk1p1")
    assert [medium.folder.name for medium in removable_media(machine.roots)] == ["card"]


def test_a_stick_mounted_twice_is_one_medium_and_one_just_pulled_is_none(machine):
    machine.block("sdb", "usb1/1-2", removable=True, partition="sdb1", number="8:17")
    machine.block("sdd", "usb1/1-3", removable=True, partition="sdd1", number="8:49")
    machine.mount("stick", "8:17", "vfat", "/dev/sdb1")
    machine.mount("again", "8:17", "vfat", "/dev/sdb1")
    machine.mount("pulled", "8:49", "vfat", "/dev/sdd1").rmdir()
    assert [medium.folder.name for medium in removable_media(machine.roots)] == ["stick"]


def test_lines_that_are_no_mounts_are_passed_over(machine):
    machine.block("sdb", "usb1/1-2", removable=True, partition="sdb1", number="8:17")
    machine.mount("stick", "8:17", "vfat", "/dev/sdb1")
    table = machine.roots.mountinfo
    table.write_bytes(b"\n\xff\xfe garbage\n1 2 3 - x\n" + table.read_bytes())
    assert len(removable_media(machine.roots)) == 1


def test_labels_cannot_deceive(machine):
    machine.block("sdb", "usb1/1-2", removable=True, partition="sdb1", number="8:17")
    machine.mount("stick", "8:17", "vfat", "/dev/sdb1")
    machine.label("A\\xe2\\x80\\xaeB\\x1b\\xff", "sdb1")
    assert removable_media(machine.roots)[0].label == "AB\ufffd"


def test_any_folder_can_be_described_by_the_nearest_mount(machine):
    machine.block("sdb", "usb1/1-2", removable=True, partition="sdb1", number="8:17")
    deep = machine.mount("stick", "8:17", "vfat", "/dev/sdb1") / "a" / "b"
    deep.mkdir(parents=True)
    assert (describe(deep, machine.roots).folder, describe(deep, machine.roots).file_system) == (deep, "vfat")
    beside = describe(machine.folder, machine.roots)
    assert (beside.file_system, beside.removable) == ("ext4", False)


def test_the_last_mount_at_a_place_is_the_one_seen(machine):
    machine.block("sdb", "usb1/1-2", removable=True, partition="sdb1", number="8:17")
    machine.mount("place", "8:17", "vfat", "/dev/sdb1")
    place = machine.mount("place", "0:60", "tmpfs", "tmpfs")
    assert describe(place, machine.roots).file_system == "tmpfs"
    assert removable_media(machine.roots) == ()


@pytest.mark.skipif(sys.platform == "win32", reason="asks a Linux kernel's tables")
def test_this_machine(tmp_path):
    told = media.describe(tmp_path)
    space = os.statvfs(tmp_path)
    assert told.total == space.f_blocks * space.f_frsize
    kind = subprocess.run(["stat", "-f", "-c", "%T", tmp_path], capture_output=True, text=True, check=True)
    assert told.file_system[:3] == kind.stdout.strip()[:3]  # ext4 is ext2/ext3 to stat
    assert all(medium.removable for medium in media.removable_media())


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(Fault) as caught:
        media.describe(tmp_path / "none")
    assert caught.value.code is Code.FILE_NOT_FOUND


class Drives:
    """Windows drives as a table: root -> type and volume; no volume is an empty drive."""

    def __init__(self, table):
        self._table = table

    def roots(self):
        return iter(self._table)

    def drive_type(self, root):
        return self._table[root][0]

    def root_of(self, path):
        return next(root for root in self._table if path.startswith(root))

    def volume(self, root):
        if self._table[root][1] is None:
            raise OSError(21, "not ready")
        return self._table[root][1]


def test_windows_drives(tmp_path):
    drives = Drives(
        {
            "C:\\": (DriveType.FIXED, Volume("系统", "NTFS", 0, 5, 10)),
            "D:\\": (DriveType.OPTICAL, Volume("DISC", "UDF", 0x80000, 0, 10)),
            "E:\\": (DriveType.REMOVABLE, Volume("U盘\u202e", "FAT32", 0, 7, 9)),
            "F:\\": (DriveType.REMOVABLE, None),
        }
    )
    disc, stick = windows_media.removable_media(drives)
    assert (disc.optical, disc.read_only, disc.largest_file) == (True, True, None)
    assert (stick.label, stick.file_system, stick.free, stick.total) == ("U盘", "fat32", 7, 9)
    assert (stick.largest_file, stick.read_only) == (2**32 - 1, False)


def test_a_windows_folder_is_described_by_its_volume(tmp_path):
    drives = Drives({str(tmp_path): (DriveType.FIXED, Volume("数据", "NTFS", 0, 5, 10))})
    (tmp_path / "a").mkdir()
    told = windows_media.describe(tmp_path / "a", drives)
    assert (told.folder, told.label, told.removable) == (tmp_path / "a", "数据", False)
