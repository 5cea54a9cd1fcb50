"""Moves the days of the policy cases a year on, for a new year's pack: `python -m tests.support.year_on`.

Births stay, because numbers of identity cards name them. What then still fails hangs on weekdays and days off of the
new year, and is put right by hand.
"""

import re
import sys
from pathlib import Path

CASES = Path(__file__).resolve().parents[1] / "policy_cases"
_DAY = re.compile(r"\b((?:19|20)\d\d)(-\d\d(?:-\d\d)?)\b")
_YEAR = re.compile(r'(\byear"? = )(20\d\d)\b')
_BIRTH = re.compile(r'\bbirth"? = \d{4}-\d\d-\d\d')


def year_on(cases: str) -> str:
    """The text of a file of cases, a year later."""
    kept = [found.span() for found in _BIRTH.finditer(cases)]

    def day(found: re.Match[str]) -> str:
        if any(begin <= found.start() < end for begin, end in kept):
            return found[0]
        rest = "-02-28" if found[2] == "-02-29" else found[2]
        return f"{int(found[1]) + 1}{rest}"

    return _YEAR.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", _DAY.sub(day, cases))


def main() -> int:
    for path in sorted(CASES.glob("*.toml")):
        path.write_text(year_on(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
