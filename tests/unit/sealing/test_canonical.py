"""The one spelling of what is signed: bounds, and how much of a stranger's text is ever repeated."""

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.sizes import MIB
from desktop_app.domain.offices import ContactCard
from desktop_app.sealing import canonical, limits, policy_file


def refused(text: bytes, limit: int = 10_000) -> Fault:
    with pytest.raises(Fault) as caught:
        canonical.load(text, ContactCard, "card", limit)
    return caught.value


def test_what_is_longer_than_its_bound_is_not_even_read() -> None:
    text = b'{"a":"b"}'
    assert canonical.load_object(text, "any", len(text)) == {"a": "b"}
    with pytest.raises(Fault) as caught:
        canonical.load_object(text, "any", len(text) - 1)
    assert (caught.value.code, caught.value.fields["detail"]) == (Code.PACKAGE_FORMAT, "size")


@pytest.mark.parametrize("text", ['{"fj":"%s"}', '{"%s":1,"fj":1}'])
def test_of_a_later_format_no_more_than_a_line_is_repeated(text: str) -> None:
    fault = refused((text % ("b" * 100)).encode())
    assert (fault.code, fault.fields["found"]) == (Code.PACKAGE_VERSION, "b" * 40)


def test_the_bounds_are_those_that_the_format_publishes() -> None:
    assert (limits.SEAL_BYTES, limits.MANIFEST_BYTES, limits.RECORD_BYTES) == (MIB, 16 * MIB, 4 * MIB)
    assert (limits.APPLICATIONS, policy_file.MAX_FILE) == (2000, 4 * MIB)
    told = limits.ORDINARY
    assert (told.entries, told.total, told.entry, told.records) == (2000, 2048 * MIB, 200 * MIB, 128 * MIB)
