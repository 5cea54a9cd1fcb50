"""No change online goes by in silence: every printed value is changed once, and the comparison must say so."""

import re
from datetime import date
from enum import Enum
from typing import Any

import pytest

from desktop_app.domain import paths
from desktop_app.domain.application import Application
from desktop_app.papers import pdf_text
from desktop_app.policy.online_compare import compare
from desktop_app.policy.online_fields import rows, singles
from desktop_app.policy.pack import load_shipped
from tests.support import exports, papers

pytestmark = pytest.mark.slow

PACK = load_shipped()
CODES: dict[str, list[str]] = {
    "person.ethnic_group": list(PACK.codes["ethnic"].rows),
    "person.political_status": list(PACK.codes["political"].rows),
    "education.level": list(PACK.codes["education"].rows),
    "education.degree": list(PACK.codes["degree"].rows),
    "filing.series": list(PACK.series),
    "unit.area": list(PACK.areas),
}


def another(path: str, value: Any) -> Any:
    """Another value of the same kind, as a slip of the hand would leave it."""
    if isinstance(value, Enum) or path in CODES:
        choices = CODES.get(path) or list(type(value))
        return choices[(choices.index(value) + 1) % len(choices)]
    if isinstance(value, date):
        return value.replace(year=value.year - 1)
    if isinstance(value, int):
        return value + 1
    if re.fullmatch(r"\d{4}-\d{2}", value):
        return f"{int(value[:4]) - 1}{value[4:]}"
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return str(int(float(value)) + 1)
    return value[:-1] + ("甲" if value[-1] != "甲" else "乙")


def printed(record: Application) -> list[str]:
    alone = [entry.path for entry in singles(record, PACK) if entry.paper]
    return alone + [cell.path for row in rows(record, PACK) for cell in row]


RECORD = papers.application()


@pytest.mark.parametrize("path", printed(RECORD))
def test_a_change_of_any_value_is_told_where_it_was_made(path: str) -> None:
    changed = paths.replace(RECORD, path, another(path, paths.get(RECORD, path)))
    found = compare(RECORD, pdf_text.pages(exports.review_form(changed)), PACK)
    told = {one.path for one in found if one.outcome.value != "same"}
    row = path.split(".")[0]
    assert path in told
    assert {one.split(".")[0] for one in told} == {row}, "and nowhere else"
