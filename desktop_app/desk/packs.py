"""What a policy keeper does with packs in folders: start next year's, see what is different, see the year."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import resource
from desktop_app.host import atomic
from desktop_app.host.faults import as_fault
from desktop_app.policy import differences as compared
from desktop_app.policy import pack as packs
from desktop_app.policy import starting
from desktop_app.policy.calendar_days import CalendarDay, YearCalendar, year_calendar
from desktop_app.policy.differences import Difference
from desktop_app.policy.pack import SHIPPED, Pack
from desktop_app.policy.reading import files_of

__all__ = [
    "SHIPPED", "CalendarDay", "Difference", "Pack", "YearCalendar", "calendar", "differences", "loaded", "start",
]  # fmt: skip


def folder_of(name_or_folder: str) -> Path:
    """A shipped pack by its name, else the folder of that name. Raises `Fault(POLICY_NOT_FOUND)`."""
    shipped = resource("policy", name_or_folder)
    plain = "/" not in name_or_folder and "\\" not in name_or_folder
    folder = shipped if plain and (shipped / "pack.toml").is_file() else Path(name_or_folder)
    if not (folder / "pack.toml").is_file():
        raise Fault(Code.POLICY_NOT_FOUND, path=folder.name)
    return folder


def differences(old: str, new: str) -> Sequence[Difference]:
    """What changed from one pack to another; each is a shipped pack's name or a folder."""
    return compared.differences(packs.load(folder_of(old)), packs.load(folder_of(new)))


def loaded(name_or_folder: str) -> Pack:
    """The pack of that name, else the one in the folder of that name."""
    return packs.load(folder_of(name_or_folder))


def calendar(pack: Pack) -> YearCalendar:
    """Every day of a pack's year that matters; of a desk's own pack by its settings and imported workdays."""
    return year_calendar(pack)


def start(source: str, year: int, out: Path | None = None) -> tuple[Pack, Path]:
    """Write next year's pack as the folder `out`, whole or not at all, and load it as proof.

    Without `out` the folder is named as the pack is. Raises `Fault(FILE_EXISTS | POLICY_YEAR | …)`.
    """
    files = files_of(folder_of(source))
    made = starting.started(files, packs.load_files(files), year)
    pack = packs.load_files(made)
    out = out or Path(pack.id)
    if out.exists():
        raise Fault(Code.FILE_EXISTS, path=str(out))
    making = out.with_name(f".{out.name}.part")
    try:
        for name, content in made.items():
            place = making.joinpath(*name.split("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            atomic.write_atomic(place, content, mode=atomic.PUBLIC)
        making.rename(out)
    except OSError as error:
        raise as_fault(error, out) from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return pack, out
