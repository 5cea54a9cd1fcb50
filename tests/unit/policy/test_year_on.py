"""Cases that are moved to the next year's pack."""

import tomllib

from tests.support.year_on import CASES, year_on


def test_days_and_years_move_and_births_stay() -> None:
    births = 'set = { "person.birth" = 1976-08-12 }\nbirth = 1979-03-04\nnumber = "150102197608120012"\n'
    moved = year_on(
        'year = 2026\non = 2026-06-11\nset = { "filing.year" = 2026, "work.0.start" = "2013-07" }\n' + births
    )
    assert (
        moved == 'year = 2027\non = 2027-06-11\nset = { "filing.year" = 2027, "work.0.start" = "2014-07" }\n' + births
    )
    assert year_on("from = 2024-02-29\n") == "from = 2025-02-28\n"


def test_every_file_of_cases_can_be_moved() -> None:
    for path in CASES.glob("*.toml"):
        before = tomllib.loads(path.read_text(encoding="utf-8"))
        after = tomllib.loads(year_on(path.read_text(encoding="utf-8")))
        assert len(before.get("case", [])) == len(after.get("case", [])), path.name
        for one, other in zip(before.get("case", []), after.get("case", []), strict=True):
            assert other["on"].year == one["on"].year + 1, (path.name, one["name"])
