"""Every way a file can be unreadable is one fault of its own that names the place."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.domain import exchange
from desktop_app.domain.application import SCHEMA, Application

HEAD = f'{{"schema": "{SCHEMA}"'


def refused(untrusted: bytes) -> Fault:
    with pytest.raises(Fault) as caught:
        exchange.parse(untrusted, name="甲.json")
    for language in Language:
        assert sentence(caught.value, language)
    return caught.value


def body(**fields: Any) -> bytes:
    return json.dumps({"schema": SCHEMA, **fields}).encode()


def test_an_application_needs_nothing_but_its_schema() -> None:
    assert exchange.parse(body()) == Application()


@pytest.mark.parametrize(
    ("fields", "code", "where"),
    [
        ({"persn": {}}, Code.FIELD_UNKNOWN, "$.persn"),
        ({"person": {"nme": "沈"}}, Code.FIELD_UNKNOWN, "$.person.nme"),
        ({"work": [{}, {"unti": ""}]}, Code.FIELD_UNKNOWN, "$.work[1].unti"),
        ({"person": {"Name": "沈"}}, Code.FIELD_UNKNOWN, "$.person.Name"),
        ({"person": {"": 1}}, Code.FIELD_UNKNOWN, "$.person."),
        ({"person": {"na`me - at `x": 1}}, Code.FIELD_UNKNOWN, "$.person.na`me - at `x"),
        ({"person": {"a\u202eb": 1}}, Code.FIELD_UNKNOWN, "$.person.ab"),
        ({"person": {"\ud800": 1}}, Code.FIELD_UNKNOWN, "$.person."),
        ({"person": []}, Code.FIELD_TYPE, "$.person"),
        ({"person": {"name": 7}}, Code.FIELD_TYPE, "$.person.name"),
        ({"person": {"name": None}}, Code.FIELD_TYPE, "$.person.name"),
        ({"person": {"birth": 20260630}}, Code.FIELD_TYPE, "$.person.birth"),
        ({"year": "2026"}, Code.FIELD_TYPE, "$.year"),
        ({"year": 2026.0}, Code.FIELD_TYPE, "$.year"),
        ({"year": True}, Code.FIELD_TYPE, "$.year"),
        ({"pledge": {"signed": 1}}, Code.FIELD_TYPE, "$.pledge.signed"),
        ({"work": {}}, Code.FIELD_TYPE, "$.work"),
        ({"materials": [{}]}, Code.FIELD_MISSING, "$.materials[0].kind"),
        ({"appraisals": [{"year": 2025}, {}]}, Code.FIELD_MISSING, "$.appraisals[1].year"),
        ({"person": {"birth": "1986-02-30"}}, Code.DATE_IMPOSSIBLE, "$.person.birth"),
        ({"person": {"birth": "1986-13-01"}}, Code.DATE_IMPOSSIBLE, "$.person.birth"),
        ({"person": {"birth": "1986-6-6"}}, Code.DATE_IMPOSSIBLE, "$.person.birth"),
        ({"person": {"birth": ""}}, Code.DATE_IMPOSSIBLE, "$.person.birth"),
        ({"person": {"birth": "2026-02-03T00:00:00Z"}}, Code.DATE_IMPOSSIBLE, "$.person.birth"),
        ({"exams": [{"on": "2026-06-31"}]}, Code.DATE_IMPOSSIBLE, "$.exams[0].on"),
        ({"person": {"working_since": "2009-13"}}, Code.FIELD_VALUE, "$.person.working_since"),
        ({"person": {"working_since": "２００９-07"}}, Code.FIELD_VALUE, "$.person.working_since"),
        ({"standing": {"grassroots_service_years": "3,5"}}, Code.FIELD_VALUE, "$.standing.grassroots_service_years"),
        ({"standing": {"grassroots_service_years": "1e3"}}, Code.FIELD_VALUE, "$.standing.grassroots_service_years"),
        ({"person": {"sex": "男"}}, Code.FIELD_VALUE, "$.person.sex"),
        ({"filing": {"path": "date"}}, Code.FIELD_VALUE, "$.filing.path"),
        ({"filing": {"path": "x - at `y`"}}, Code.FIELD_VALUE, "$.filing.path"),
        ({"person": {"name": "长" * 61}}, Code.FIELD_VALUE, "$.person.name"),
        ({"work_summary": "长" * 4001}, Code.FIELD_VALUE, "$.work_summary"),
        ({"year": 1949}, Code.FIELD_VALUE, "$.year"),
        ({"review": {"yes": -1}}, Code.FIELD_VALUE, "$.review.yes"),
        ({"marking": {"term_months": 10**9}}, Code.FIELD_VALUE, "$.marking.term_months"),
        ({"person": {"name": "沈\u202e舟"}}, Code.TEXT_NOT_ALLOWED, "$.person.name"),
        ({"person": {"name": "沈\u0000舟"}}, Code.TEXT_NOT_ALLOWED, "$.person.name"),
        ({"person": {"name": "沈\n舟"}}, Code.TEXT_NOT_ALLOWED, "$.person.name"),
        ({"person": {"name": "沈\ufeff舟"}}, Code.TEXT_NOT_ALLOWED, "$.person.name"),
        ({"person": {"name": "沈\ud842"}}, Code.TEXT_NOT_ALLOWED, "$.person.name"),
        ({"person": {"name": "Re\u0301my"}}, Code.TEXT_NOT_ALLOWED, "$.person.name"),
        ({"person": {"name": "\uf900e\u0301"}}, Code.TEXT_NOT_ALLOWED, "$.person.name"),
        ({"study": [{"school": "a"}, {"school": "b\u2066"}]}, Code.TEXT_NOT_ALLOWED, "$.study[1].school"),
        ({"work_summary": "一\r\n二"}, Code.TEXT_NOT_ALLOWED, "$.work_summary"),
        ({"marking": {"state": "marked", "level": "secret"}}, Code.MARKING_INVALID, "$.marking"),
        ({"marking": {"state": "marked", "level": "internal", "term_months": 6}}, Code.MARKING_INVALID, "$.marking"),
        ({"marking": {"state": "not_secret", "term_months": 6}}, Code.MARKING_INVALID, "$.marking"),
        (
            {"marking": {"state": "marked", "level": "top_secret", "term_months": 6}},
            Code.MARKING_TOP_SECRET,
            "$.marking",
        ),
    ],
)
def test_a_bad_field_is_refused_by_its_own_code_and_place(fields: dict[str, Any], code: Code, where: str) -> None:
    fault = refused(body(**fields))
    assert (fault.code, fault.fields["where"]) == (code, where)


def test_the_type_that_was_wanted_is_told() -> None:
    fault = refused(body(person={"name": 7}))
    assert fault.fields == {"where": "$.person.name", "want": "str", "got": "int"}


def test_the_bad_character_is_told() -> None:
    assert refused(body(person={"name": "\u2066"})).fields["character"] == "U+2066"
    assert refused(body(person={"name": "\ud842"})).fields["character"] == "U+D842"
    assert refused(body(person={"name": "e\u0301"})).fields["character"] == "NFC"


def test_a_material_of_a_bad_size_or_digest_is_refused() -> None:
    good = {"kind": "other", "name": "a.pdf", "media_type": "application/pdf", "size": 1, "digest": "0" * 64}
    assert exchange.parse(body(materials=[good])).materials[0].size == 1
    for change, where in (
        ({"size": -1}, "size"),
        ({"size": 2**41}, "size"),
        ({"digest": "0" * 63 + "A"}, "digest"),
        ({"digest": "0" * 65}, "digest"),
        ({"kind": "nothing"}, "kind"),
    ):
        fault = refused(body(materials=[good, good | change]))
        assert (fault.code, fault.fields["where"]) == (Code.FIELD_VALUE, f"$.materials[1].{where}")


def test_a_bad_mark_on_a_material_names_the_material() -> None:
    good = {"kind": "other", "name": "a.pdf", "media_type": "application/pdf", "size": 1, "digest": "0" * 64}
    fault = refused(body(materials=[good, good | {"marking": {"state": "marked"}}]))
    assert (fault.code, fault.fields["where"]) == (Code.MARKING_INVALID, "$.materials[1].marking")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("{", 1, 2),
        ("[1,,]", 1, 4),
        ('{"schema": "x",\n "year": }', 2, 10),
        ('{"schema": "x"}{}', 1, 16),
        ("{'schema': 1}", 1, 2),
        ('{"year": 01}', 1, 11),
        ('{"a": "\t"}', 1, 8),
        ("// note\n{}", 1, 1),
    ],
)
def test_bad_json_is_refused_with_line_and_column(text: str, line: int, column: int) -> None:
    fault = refused(text.encode())
    assert fault.code is Code.JSON_UNREADABLE
    assert fault.fields == {"path": "甲.json", "line": line, "column": column}


@pytest.mark.parametrize(
    ("untrusted", "byte"),
    [
        ("{}".encode("utf-16"), 1),
        ('{"schema": "呼"}'.encode("gb18030"), 13),
        (b"\xef\xbb\xbf\xff", 1),  # after the byte order mark: the count starts behind it
        (b'{"a": "\xed\xa0\x80"}', 8),  # a surrogate written as bytes
        (b'{"a": "\xc0\xaf"}', 8),  # an overlong form
    ],
)
def test_bytes_that_are_not_utf8_are_refused_with_their_place(untrusted: bytes, byte: int) -> None:
    fault = refused(untrusted)
    assert (fault.code, fault.fields["byte"]) == (Code.NOT_UTF8, byte)


def test_one_byte_order_mark_is_read_past_but_no_second() -> None:
    mark = b"\xef\xbb\xbf"
    assert exchange.parse(mark + body(year=2025)).year == 2025
    assert refused(mark + mark + body()).code is Code.JSON_UNREADABLE


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity", "9" * 16, "-" + "9" * 5000])
def test_numbers_that_are_none_are_refused(word: str) -> None:
    fault = refused(f'{HEAD}, "year": {word}}}'.encode())
    assert fault.code is Code.NUMBER_NOT_ALLOWED
    assert len(str(fault.fields["number"])) <= 16


def test_a_number_too_large_for_any_field_is_a_wrong_type() -> None:
    assert refused(f'{HEAD}, "year": 1e400}}'.encode()).code is Code.FIELD_TYPE


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (f'{HEAD}, "year": 2026, "year": 2026}}', "year"),
        (f'{HEAD}, "person": {{"name": "甲", "name": "乙"}}}}', "name"),
        (f'{HEAD}, "\\u0079ear": 2026, "year": 2025}}', "year"),  # the same key, spelt otherwise
    ],
)
def test_a_doubled_key_is_refused_by_name(text: str, key: str) -> None:
    fault = refused(text.encode())
    assert (fault.code, fault.fields["key"]) == (Code.KEY_TWICE, key)


@pytest.mark.parametrize("depth", [20, 500, 990, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_what_is_nested_too_deeply_is_refused(depth: int, opening: str, closing: str) -> None:
    inner = opening * depth + "1" + closing * depth
    assert refused(f'{HEAD}, "person": {inner}}}'.encode()).code is Code.JSON_TOO_DEEP


def test_a_file_that_is_too_large_is_not_parsed() -> None:
    fault = refused(b" " * (exchange.MAX_BYTES + 1))
    assert (fault.code, fault.fields["limit"]) == (Code.INPUT_TOO_LARGE, exchange.MAX_BYTES)
    assert refused(b" " * exchange.MAX_BYTES).code is Code.JSON_UNREADABLE


@pytest.mark.parametrize(
    "text", ["[]", "1", '"fengjuan"', "null", "{}", '{"schema": "fengjuan/application/2"}', '{"schema": 1}']
)
def test_another_kind_of_file_is_named_so(text: str) -> None:
    fault = refused(text.encode())
    assert fault.code is Code.SCHEMA_UNKNOWN
    assert fault.fields["expected"] == SCHEMA


def missing(folder: Path) -> Path:
    return folder / "none.json"


def directory(folder: Path) -> Path:
    return folder


@pytest.mark.parametrize(("make", "code"), [(missing, Code.FILE_NOT_FOUND), (directory, Code.FILE_UNREADABLE)])
def test_a_file_that_cannot_be_read_is_named(make: Callable[[Path], Path], code: Code, tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        exchange.read(make(tmp_path))
    assert caught.value.code is code
    assert caught.value.fields["path"] == str(make(tmp_path))


def test_reading_stops_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(64 * 2**20)
    with pytest.raises(Fault) as caught:
        exchange.read(path)
    assert caught.value.code is Code.INPUT_TOO_LARGE
