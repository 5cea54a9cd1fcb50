"""Says in the frozen folder what parts of others are in it: `python .ci/packaging/parts.py FOLDER`.

LICENCES.md lists them with version and licence; `licences/` holds the texts that came with them.
"""

import email.message
import importlib.metadata
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
_TEXT = re.compile(r"(licen[cs]e|copying|notice|copyright|authors)[^/]*$", re.IGNORECASE)
#: The texts that parts and the systems' own pages name instead of repeating them.
_COMMON = Path("/usr/share/common-licenses")
_NAMED = ("Apache-2.0", "GPL-2", "GPL-3", "LGPL-2", "LGPL-2.1", "LGPL-3", "MPL-2.0")
FOOT = "Qt and PySide6 are used under the LGPL-3.0; the fonts under the OFL-1.1, see `{fonts}`."


class Part(NamedTuple):
    """A part of somebody else's, and the files that say under which terms it comes."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]


def licence_of(head: email.message.Message) -> str:
    """What a package's own metadata says of its licence."""
    named = [each.rpartition(" :: ")[2] for each in head.get_all("Classifier") or [] if "License ::" in each]
    said = head.get("License") or "see the part"  # `get`: a reader of metadata that another package brings in raises
    return str(head.get("License-Expression") or ", ".join(named) or said.splitlines()[0])


def locked() -> Iterator[str]:
    """The packages that the lock names for running on this machine."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    part = re.split(r"^# \[(\w+)\]\n", lock, flags=re.MULTILINE)[2]
    for first in re.findall(r"^(\S+==[^\\\n]*)", part, flags=re.MULTILINE):
        requirement = Requirement(first.strip())
        if requirement.marker is None or requirement.marker.evaluate():
            yield requirement.name


def packages() -> Iterator[Part]:
    """What is written in or for Python, and Python itself."""
    for name in locked():
        found = importlib.metadata.distribution(name)
        texts = [Path(str(file.locate())) for file in found.files or () if _is_text(file.as_posix())]
        yield Part(found.metadata["Name"], found.version, licence_of(found.metadata), tuple(sorted(texts)))
    own = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    yield Part("Python", sys.version.split()[0], "PSF-2.0", (own,) if own.is_file() else ())


def _is_text(path: str) -> bool:
    return ".dist-info/licenses/" in path or (".dist-info/" in path and _TEXT.search(path) is not None)


def libraries(folder: Path) -> Iterator[Part]:
    """The packages of the building system whose libraries were taken along; nothing where dpkg knows none."""
    names = [path.name for path in sorted((folder / "_internal").glob("lib*.so*")) if "python" not in path.name]
    if not names or shutil.which("dpkg-query") is None:
        return
    asked = ["dpkg-query", "-S", *(f"*/{name}" for name in names)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    owners = {owner.split(":")[0] for owner, _, path in (line.partition(": ") for line in said.splitlines())
              if path.startswith(("/lib/", "/usr/lib/")) and "diversion" not in owner}  # fmt: skip
    for owner in sorted(owners):
        asked = ["dpkg-query", "-W", "-f", "${Version}\n", owner]
        version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()[0]
        terms = Path("/usr/share/doc", owner, "copyright")
        yield Part(owner, version, "see the text", (terms,) if terms.is_file() else ())


def told(folder: Path) -> int:
    """Write the page and the texts; how many parts there are."""
    parts = sorted({*packages(), *libraries(folder)}, key=lambda part: part.name.lower())
    lines = ["# Parts of others, and their licences", "", "| part | version | licence | texts |", "|---|---|---|---|"]
    texts = folder / "licences"
    shutil.rmtree(texts, ignore_errors=True)
    for part in parts:
        own = texts / part.name
        for number, text in enumerate(part.texts):
            own.mkdir(parents=True, exist_ok=True)
            again = sum(earlier.name == text.name for earlier in part.texts[:number])
            shutil.copyfile(text, own / (f"{again}-{text.name}" if again else text.name))
        place = f"`licences/{part.name}`" if part.texts else "none came with it"
        lines.append(f"| {part.name} | {part.version} | {part.licence} | {place} |")
    common = [path for path in (_COMMON / name for name in _NAMED) if path.is_file()]
    for path in common:
        (texts / "common").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, texts / "common" / path.name)
    lines += ["", FOOT.format(fonts="_internal/resources/fonts")]
    lines += ["Licences that are named without their text: `licences/common`.", ""] if common else [""]
    (folder / "LICENCES.md").write_text("\n".join(lines), encoding="utf-8", newline="\n")
    return len(parts)


if __name__ == "__main__":
    print(f"LICENCES.md names {told(Path(sys.argv[1]))} parts of others.")
