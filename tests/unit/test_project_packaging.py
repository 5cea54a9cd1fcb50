"""What is installed: the requirements of each system, and archives that are the same bytes for the same sources."""

import importlib.util
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from packaging.utils import canonicalize_name
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sys.modules["parts"] = parts = loaded("parts")  # as the bundle's own folder gives it to the bundle
bundle, deb, icon = loaded("bundle"), loaded("deb"), loaded("icon")
PYTHON = {"python_version": "3.11", "python_full_version": "3.11.0"}


@pytest.mark.parametrize("system", bundle.SYSTEMS)
def test_each_system_gets_what_it_runs_with_and_every_digest(system: str) -> None:
    wanted = bundle.requirements(bundle.SYSTEMS[system][0] | PYTHON)
    names = {line.partition("==")[0] for line in wanted.splitlines() if "==" in line}
    assert {"pyside6-essentials", "sqlcipher3", "reportlab", "keyring", "cryptography"} <= names
    assert ("pywin32-ctypes" in names) == (system == "windows-amd64")
    assert ("secretstorage" in names) == (system != "windows-amd64")
    assert ";" not in wanted
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    digests = [line.strip(" \\") for line in wanted.splitlines() if "--hash" in line]
    assert digests
    assert all(each in lock for each in digests)
    assert not names & {"pytest", "mypy", "pyinstaller"}


def test_the_bundle_is_the_same_bytes_whoever_packs_it(tmp_path: Path) -> None:
    made = []
    for number in (1, 2):
        tree = tmp_path / str(number) / "fengjuan"
        (tree / "wheels").mkdir(parents=True, mode=0o700 if number == 1 else 0o755)
        (tree / "wheels" / "a.whl").write_bytes(b"wheel")
        (tree / "install.py").write_text("pass", encoding="utf-8")
        bundle.sums(tree)
        made.append(bundle.packed(tree, tmp_path / f"{number}.tar.gz").read_bytes())
    assert made[0] == made[1]


def test_a_bundle_with_a_changed_file_is_not_installed(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".ci" / "packaging" / "install.py", tmp_path / "install.py")
    (tmp_path / "requirements.txt").write_text("", encoding="utf-8")
    bundle.sums(tmp_path)
    (tmp_path / "requirements.txt").write_text("another", encoding="utf-8")
    command = [sys.executable, str(tmp_path / "install.py"), str(tmp_path / "to")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "requirements.txt" in ran.stderr
    assert not (tmp_path / "to").exists()


@pytest.mark.skipif(
    shutil.which("dpkg-deb") is None or platform.machine() not in deb.ARCHITECTURES, reason="no Debian-like system"
)
def test_the_debian_package_brings_a_starter_and_leaves_vaults_alone(tmp_path: Path) -> None:
    folder = tmp_path / "fengjuan"
    (folder / "_internal").mkdir(parents=True)
    (folder / "fengjuan").write_text("#!/bin/sh\n", encoding="utf-8")
    (folder / "fengjuan").chmod(0o755)
    made = [deb.made(folder, tmp_path / out, "0.1.0", "2.36", ["libegl1"]) for out in ("one", "two")]
    assert made[0].read_bytes() == made[1].read_bytes()
    said = subprocess.run(["dpkg-deb", "-I", made[0]], capture_output=True, text=True, check=True).stdout
    assert "Depends: libc6 (>= 2.36), libegl1" in said
    assert not {"prerm", "postrm"} & set(said.split()), "nothing runs when it is removed"
    listed = subprocess.run(["dpkg-deb", "-c", made[0]], capture_output=True, text=True, check=True).stdout
    assert "./usr/bin/fengjuan -> ../lib/fengjuan/fengjuan" in listed
    assert "-rwxr-xr-x root/root" in listed
    for path in ("applications/fengjuan.desktop", "mime/packages/fengjuan.xml", "man/man1/fengjuan.1.gz"):
        assert f"./usr/share/{path}" in listed


def test_the_page_of_licences_names_every_part_and_brings_its_text(tmp_path: Path) -> None:
    count = parts.told(tmp_path)
    rows = [line.split(" | ") for line in (tmp_path / "LICENCES.md").read_text(encoding="utf-8").splitlines()[4:]]
    named = {row[0].removeprefix("| "): row for row in rows if len(row) == 4}
    assert len(named) == count
    assert {canonicalize_name(name) for name in named} >= {canonicalize_name(name) for name in parts.locked()}
    assert all(version and licence for _, version, licence, _ in named.values())
    assert "LGPL" in named["PySide6_Essentials"][2]
    assert (tmp_path / "licences" / "cryptography" / "LICENSE.APACHE").is_file()


def test_windows_finds_the_icon_in_each_size_it_asks_for(tmp_path: Path) -> None:
    icon.make(tmp_path / "build" / "fengjuan.ico")
    with Image.open(tmp_path / "build" / "fengjuan.ico") as made:
        assert made.info["sizes"] == {(size, size) for size in icon.SIZES}
        for size in icon.SIZES:
            made.size = (size, size)
            made.load()
            assert len({made.getpixel((x, size // 2)) for x in range(size)}) > 3  # ground, sheet and ribbon
            assert made.getpixel((0, 0))[3] < 255  # round corners
