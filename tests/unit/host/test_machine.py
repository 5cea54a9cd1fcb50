"""The machine's state from the kernel's tables: trees as the kernel lays them out, and this very machine."""

import os
import sys
from pathlib import Path

import pytest

from desktop_app.domain.machine_report import MachineLine, MachinePoint, MachineState, worst_first
from desktop_app.host import linux_machine, machine
from desktop_app.host.linux_machine import Roots

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="asks a Linux kernel's tables")

GOOD, BAD, UNKNOWN = MachineState.GOOD, MachineState.BAD, MachineState.UNKNOWN


@pytest.fixture
def roots(tmp_path: Path) -> Roots:
    """A machine with nothing in it."""
    made = Roots(tmp_path / "proc", tmp_path / "sys")
    (made.proc / "self").mkdir(parents=True)
    (made.sys / "class" / "net" / "lo").mkdir(parents=True)
    (made.sys / "class" / "net" / "lo" / "carrier").write_text("1\n")
    (made.proc / "swaps").write_text("Filename\tType\tSize\tUsed\tPriority\n")
    return made


def interface(roots: Roots, name: str, carrier: str | None, *, wireless: bool = False) -> None:
    folder = roots.sys / "class" / "net" / name
    folder.mkdir()
    if carrier is not None:
        (folder / "carrier").write_text(f"{carrier}\n")
    if wireless:
        (folder / "wireless").mkdir()


def block(roots: Roots, number: str, name: str, *, uuid: str = "", on: str = "", removable: str = "0") -> None:
    """A block device, of a layer below where it has one."""
    folder = roots.sys / "devices" / name
    folder.mkdir(parents=True)
    (folder / "removable").write_text(f"{removable}\n")
    if uuid:
        (folder / "dm").mkdir()
        (folder / "dm" / "uuid").write_text(f"{uuid}\n")
    if on:
        (folder / "slaves").mkdir()
        (folder / "slaves" / on).symlink_to(roots.sys / "devices" / on)
    for place in (roots.sys / "dev" / "block" / number, roots.sys / "class" / "block" / name):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(folder)


def mount(roots: Roots, folder: Path, number: str, kind: str) -> None:
    with (roots.proc / "self" / "mountinfo").open("a", encoding="utf-8") as table:
        place = str(folder).replace(" ", "\\040")
        table.write(f"36 35 {number} / {place} rw,noatime shared:1 - {kind} /dev/thing rw\n")


def test_a_machine_alone_has_no_link_and_no_radio(roots: Roots) -> None:
    interface(roots, "enp1s0", "0")
    interface(roots, "enp2s0", None)
    assert linux_machine.network(roots).state is GOOD
    assert linux_machine.radio(roots).state is GOOD


def test_a_plugged_cable_is_named(roots: Roots) -> None:
    interface(roots, "enp1s0", "1")
    assert linux_machine.network(roots) == MachineLine(point=MachinePoint.NETWORK, state=BAD, detail="enp1s0")


def test_radio_hardware_counts_though_it_is_off(roots: Roots) -> None:
    interface(roots, "wlp3s0", "0", wireless=True)
    (roots.sys / "class" / "bluetooth" / "hci0").mkdir(parents=True)
    assert linux_machine.network(roots).state is GOOD
    assert linux_machine.radio(roots).detail == "wlp3s0、hci0"


@pytest.mark.parametrize(
    ("device", "uuid", "state"),
    [
        ("/dev/zram0", "", GOOD),
        ("/dev/dm-1", "CRYPT-PLAIN-swap", GOOD),
        ("/dev/dm-1", "LVM-abc", BAD),
        ("/dev/sda3", "", BAD),
    ],
)
def test_swap_is_well_in_memory_or_encrypted(roots: Roots, device: str, uuid: str, state: MachineState) -> None:
    block(roots, "8:3", Path(device).name, uuid=uuid)
    with (roots.proc / "swaps").open("a") as table:
        table.write(f"{device} partition 1000 0 -2\n")
    assert linux_machine.swap(roots).state is state


def test_without_swap_it_is_well_and_without_a_table_unknown(roots: Roots) -> None:
    assert linux_machine.swap(roots).state is GOOD
    (roots.proc / "swaps").unlink()
    assert linux_machine.swap(roots).state is UNKNOWN


@pytest.mark.parametrize(
    ("states", "disk", "state"),
    [
        ("freeze mem disk", "[platform] shutdown", BAD),
        ("freeze mem disk", "[disabled]", GOOD),
        ("freeze mem", "", GOOD),
        ("", "", GOOD),
    ],
)
def test_hibernation(roots: Roots, states: str, disk: str, state: MachineState) -> None:
    (roots.sys / "power").mkdir()
    (roots.sys / "power" / "state").write_text(states + "\n")
    (roots.sys / "power" / "disk").write_text(disk + "\n")
    assert linux_machine.hibernation(roots).state is state


def test_a_logical_volume_on_an_encrypted_disk_is_encrypted(roots: Roots, tmp_path: Path) -> None:
    vault = tmp_path / "库 房"
    vault.mkdir()
    block(roots, "8:2", "sda2")
    block(roots, "253:0", "dm-0", uuid="CRYPT-LUKS2-aa", on="sda2")
    block(roots, "253:1", "dm-1", uuid="LVM-bb", on="dm-0")
    mount(roots, Path("/"), "8:2", "ext4")
    assert linux_machine.disk_encryption(vault, roots).state is BAD
    mount(roots, vault, "253:1", "ext4")
    assert linux_machine.disk_encryption(vault, roots).state is GOOD
    assert linux_machine.vault_place(vault, roots).state is GOOD


def test_what_lies_on_an_overlay_cannot_be_told(roots: Roots, tmp_path: Path) -> None:
    mount(roots, Path("/"), "0:52", "overlay")
    assert linux_machine.disk_encryption(tmp_path, roots).state is UNKNOWN


@pytest.mark.parametrize(("kind", "removable", "state"), [("nfs4", "0", BAD), ("vfat", "0", BAD), ("ext4", "1", BAD)])
def test_a_share_a_stick_and_a_file_system_without_rights_are_no_place(
    roots: Roots, tmp_path: Path, kind: str, removable: str, state: MachineState
) -> None:
    block(roots, "8:16", "sdb", removable=removable)
    mount(roots, tmp_path, "8:16", kind)
    assert linux_machine.vault_place(tmp_path, roots) == MachineLine(
        point=MachinePoint.VAULT_PLACE, state=state, detail=kind
    )


@pytest.mark.parametrize(("kind", "state"), [("tmpfs", GOOD), ("ext4", BAD)])
def test_the_temporary_folder(roots: Roots, tmp_path: Path, kind: str, state: MachineState) -> None:
    mount(roots, tmp_path, "0:40", kind)
    assert linux_machine.temp_folder(tmp_path, roots).state is state


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_this_very_machine_is_looked_at_in_every_point(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    found = {line.point: line for line in machine.look(tmp_path)}
    assert set(found) == set(MachinePoint) - {MachinePoint.PRINT_SPOOL}
    assert found[MachinePoint.VAULT_RIGHTS].state is GOOD
    assert found[MachinePoint.ADMINISTRATOR].state is (BAD if os.geteuid() == 0 else GOOD)
    assert found[MachinePoint.CORE_DUMPS].state is GOOD
    tmp_path.chmod(0o755)
    opened = next(line for line in machine.look(tmp_path) if line.point is MachinePoint.VAULT_RIGHTS)
    assert (opened.state, opened.detail) == (BAD, "755")


def test_what_needs_an_act_comes_first() -> None:
    lines = [MachineLine(point=point, state=list(MachineState)[at % 3]) for at, point in enumerate(MachinePoint)]
    states = [line.state for line in worst_first(lines)]
    assert states == sorted(states, key=(BAD, UNKNOWN, GOOD).index)
