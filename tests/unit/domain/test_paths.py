"""Dotted paths: reading, changing, and refusing what is no place or no value of the place."""

from datetime import date

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.domain import paths
from desktop_app.domain.application import Application, Person, Study
from desktop_app.domain.kinds import Level, Sex

APPLICATION = Application(
    person=Person(name="苏日娜", sex=Sex.FEMALE),
    study=(Study(school="内蒙古大学"), Study(school="内蒙古工业大学", start="2009-09")),
)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("person.name", "苏日娜"),
        ("person.sex", Sex.FEMALE),
        ("study[1].start", "2009-09"),
        ("study[0]", Study(school="内蒙古大学")),
        ("opinions.unit.text", ""),
        ("year", 2026),
    ],
)
def test_get_reads_fields_rows_and_whole_tables(path: str, value: object) -> None:
    assert paths.get(APPLICATION, path) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("person.name", "斯琴高娃"),
        ("person.birth", date(1988, 2, 29)),
        ("person.sex", None),
        ("filing.level", Level.MID),
        ("study[0].end", "2008-07"),
        ("study[1]", Study(school="北京大学")),
        ("study", (Study(school="清华大学"),)),
        ("work_summary", "一\n二"),
    ],
)
def test_replace_makes_a_changed_copy_and_leaves_the_old_one(path: str, value: object) -> None:
    before = paths.get(APPLICATION, path)
    changed = paths.replace(APPLICATION, path, value)
    assert paths.get(changed, path) == value
    assert paths.get(APPLICATION, path) == before
    assert paths.replace(changed, path, before) == APPLICATION


@pytest.mark.parametrize(
    "path", ["", "person.nam", "person.name.x", "study[2].school", "study[x]", "Person", "person..name", "year[0]"]
)
def test_an_unknown_place_is_a_key_error(path: str) -> None:
    with pytest.raises(KeyError):
        paths.get(APPLICATION, path)
    with pytest.raises(KeyError):
        paths.replace(APPLICATION, path, "x")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("person.name", "名" * 61),
        ("person.working_since", "2019-13"),
        ("person.birth", "1988-02-29"),
        ("filing.level", "mid"),
        ("education.years", "01.5"),
        ("year", 1900),
        ("study", [Study()]),
        ("review.total", -1),
    ],
)
def test_a_value_the_field_may_not_hold_is_refused_by_name(path: str, value: object) -> None:
    with pytest.raises(Fault) as caught:
        paths.replace(APPLICATION, path, value)
    assert caught.value.code is Code.FIELD_VALUE
    assert caught.value.fields["where"] == path
