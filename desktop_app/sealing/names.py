"""Names on the medium and inside the archive: opaque, ASCII, made by the program and never taken from a person."""

import re

from desktop_app.core.errors import Code, Fault

README = "README.txt"
SEAL = "seal.fengjuan"
SIGNATURE = "seal.fengjuan.sig"
LATTICE_SIGNATURE = "seal.fengjuan.mldsa65"

_FOLDER = re.compile(r"FJ-[A-Z0-9]{2,12}-\d{6}-[0-9A-Z]{8}")
_VOLUME = re.compile(r".*\.age(\.\d+)?", re.IGNORECASE)
_SUFFIX = re.compile(r"[a-z0-9]{1,8}")
_MAX_VOLUMES = 999


def folder(sender_code: str, sequence: int, package_id: str) -> str:
    """The last eight characters of an id are random; the first would be nearly the same all day."""
    return f"FJ-{sender_code}-{sequence:06d}-{package_id[-8:]}"


def is_folder(name: str) -> bool:
    return _FOLDER.fullmatch(name) is not None


def volumes(package_id: str, count: int) -> list[str]:
    """One file, or numbered pieces of one that `cat` or `copy /b` joins. Raises `Fault(PACKAGE_LIMIT)` over 999."""
    if count > _MAX_VOLUMES:
        raise Fault(Code.PACKAGE_LIMIT, what="volumes", found=count, limit=_MAX_VOLUMES)
    if count == 1:
        return [f"{package_id}.age"]
    return [f"{package_id}.age.{number:03d}" for number in range(1, count + 1)]


def looks_like_volume(name: str) -> bool:
    return _VOLUME.fullmatch(name) is not None


def application_path(at: int, position: int, suffix: str) -> str:
    """Position 0 is the record, the others are its files."""
    if position == 0:
        return f"data/a{at:04d}/record.json"
    return f"data/a{at:04d}/f{position:04d}.{suffix}"


def document_path(at: int) -> str:
    return f"data/d{at:04d}.json"


def suffix_of_path(path: str) -> str:
    """The suffix of a path made here; `bin` for anything else, so that a foreign path never equals an expected one."""
    suffix = path.rpartition(".")[2]
    return suffix if _SUFFIX.fullmatch(suffix) else "bin"


def suffix_of_name(name: str) -> str:
    """A suffix for the archive from a person's file name."""
    return suffix_of_path(name.lower()) if "." in name else "bin"
