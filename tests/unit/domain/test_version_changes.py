"""A change is of a field when it is at it, inside it or of what holds it; not when names only begin alike."""

import pytest

from desktop_app.domain.version_changes import touches


@pytest.mark.parametrize(
    ("field", "path"),
    [
        ("person.name", "person.name"),
        ("career", "career[1].employer"),
        ("career[1].employer", "career"),
        ("career[1].employer", "career[1]"),
        ("education", "education.degree"),
    ],
)
def test_a_field_its_parts_and_its_whole(field: str, path: str) -> None:
    assert touches(field, path)
    assert touches(path, field)


@pytest.mark.parametrize(
    ("field", "path"),
    [
        ("education.degree", "education.degree_school"),
        ("career[1]", "career[10]"),
        ("career[1]", "career[2]"),
        ("person.name", "person.sex"),
    ],
)
def test_another_field_though_its_name_begins_alike(field: str, path: str) -> None:
    assert not touches(field, path)
    assert not touches(path, field)
