"""Starts next year's pack from this year's: the same rules, every date a year on, and marked as not yet compared."""

import re
from datetime import date

from desktop_app.core.errors import Code, Fault
from desktop_app.policy.pack import Pack
from desktop_app.policy.reading import PackFiles

#: Files whose dates are announced, not repeated: a new year has none until its table is out.
_ANNOUNCED = ("workdays.toml",)
_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_HEAD = """\
# Started from {source}; every date stands a year on. Compare each with the year's notice, then drop this line.
"""


def started(files: PackFiles, pack: Pack, year: int) -> PackFiles:
    """The files of `pack` for another `year`; workdays stay those that are announced.

    Raises `Fault(POLICY_YEAR)` when `year` is not later than the pack's.
    """
    shift = year - pack.year
    if shift < 1:
        raise Fault(Code.POLICY_YEAR, year=year, base=pack.year)
    made = {
        name: content if name in _ANNOUNCED else _moved(content.decode("utf-8"), pack.year, shift).encode()
        for name, content in files.items()
    }
    head = made["pack.toml"].decode("utf-8")
    head = re.sub(r'(?m)^id = "[^"]*"', f'id = "{_renamed(pack.id, pack.year, year)}"', head, count=1)
    head = re.sub(r'(?m)^edition = "[^"]*"', f'edition = "{year}.0"', head, count=1)
    head = re.sub(rf"(?m)^year = {pack.year}$", f"year = {year}", head)
    head = re.sub(rf"(?<!\d){pack.year}(?=年| 年|\"| review)", str(year), head)
    made["pack.toml"] = (_HEAD.format(source=pack.version) + head).encode()
    return made


def _renamed(pack: str, old: int, new: int) -> str:
    return pack.replace(str(old), str(new)) if str(old) in pack else f"{pack}-{new}"


def _moved(text: str, year: int, shift: int) -> str:
    """Dates of the pack's own year move; earlier ones (a regulation's first day) stay."""

    def later(found: re.Match[str]) -> str:
        at, month, day = (int(part) for part in found.groups())
        if at < year:
            return found[0]
        last = 28 if (month, day) == (2, 29) else day
        return date(at + shift, month, last).isoformat()

    return _DATE.sub(later, text)
