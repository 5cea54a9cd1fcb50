"""The lock file covers what pyproject.toml asks for, by digest, and names no place to fetch from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = {"run": PROJECT["dependencies"], **PROJECT["optional-dependencies"]}


def sections() -> dict[str, str]:
    parts = re.split(r"^# \[(\w+)\]\n", (ROOT / "requirements.lock").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def pins(text: str) -> dict[str, str]:
    return {canonicalize_name(n): v for n, v in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, flags=re.MULTILINE)}


def test_a_part_for_running_and_one_for_each_extra() -> None:
    assert list(sections()) == list(ASKED)


@pytest.mark.parametrize("part", ASKED)
def test_every_wish_of_the_project_is_pinned_within_its_bounds(part: str) -> None:
    locked = pins(sections()["run"]) | pins(sections()[part])
    for wish in map(Requirement, ASKED[part]):
        assert wish.specifier.contains(locked[canonicalize_name(wish.name)]), wish


def test_a_package_that_two_parts_name_is_the_same_in_both() -> None:
    locked: dict[str, str] = {}
    for text in sections().values():
        named = re.findall(r"^([A-Za-z0-9._-]+)==", text, flags=re.MULTILINE)
        assert len(named) == len(set(named))
        blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
        for name, block in zip(named, blocks, strict=True):
            assert locked.setdefault(name, block) == block, name


def test_no_part_lists_what_is_there_for_running_anyway() -> None:
    running, *others = (set(pins(text)) for text in sections().values())
    assert not any(running & other for other in others)


def test_every_pin_has_digests_and_nothing_else() -> None:
    pin = re.compile(r"[A-Za-z0-9._-]+==[^\s;]+( ; [^\\]+)? \\")
    hashed = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    for text in sections().values():
        lines = text.splitlines()
        assert all(pin.fullmatch(line) or hashed.fullmatch(line) for line in lines)
        followers = [after for line, after in zip(lines, [*lines[1:], ""], strict=True) if pin.fullmatch(line)]
        assert all(hashed.fullmatch(line) for line in followers)


def test_qt_is_the_version_that_loads_on_the_oldest_systems() -> None:
    """Later wheels ask for a glibc newer than 2.28 (x86-64) or 2.31 (arm64)."""
    assert pins(sections()["run"])["pyside6-essentials"] == "6.8.0.2"
