"""The exchange form: canonical bytes, stable digests, a published schema, and what is written reads back the same."""

import json
from datetime import date
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.resources import resource
from desktop_app.core.text import normal, unsafe_characters
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Education, Filing, Opinion, Opinions, Person, Work
from desktop_app.domain.kinds import Level, Path, Place, Sex, Track
from desktop_app.domain.marking import NOT_SECRET, SecrecyLevel, marked

DEMO = sorted(resource("demo").glob("*.json"))
#: Digest of one demo person. Packages, papers and receipts name digests: should this change, released versions break.
GOLDEN = {"rare_name": "52d60666d60aa10ad2ca124c79c7928b5d5fce17296ccb8067089e295a38b692"}
REGENERATE = (
    'the schema file is stale; make it anew: python -c "import json, pathlib; from desktop_app.domain.exchange import '
    "schema; pathlib.Path('resources/schemas/application.schema.json').write_text(json.dumps(schema(), "
    "ensure_ascii=False, indent=2) + chr(10), encoding='utf-8')\""
)


def published() -> dict[str, Any]:
    text = resource("schemas", "application.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


@cache
def judge() -> Any:
    """The published schema's independent reader, imported on use: with all its formats that takes seconds."""
    import jsonschema

    return jsonschema.Draft202012Validator(published(), format_checker=jsonschema.FormatChecker())


def test_a_field_that_is_empty_changes_no_digest() -> None:
    written = json.loads(exchange.canonical(Application(person=Person(name="云曦"))))
    assert written == {
        "schema": "fengjuan/application/1",
        "year": 2026,
        "marking": {"state": "undecided"},
        "person": {"name": "云曦"},
    }
    job = Application(work=(Work(unit="某局", country=""),))
    assert json.loads(exchange.canonical(job))["work"] == [{"country": "", "professional": True, "unit": "某局"}]
    assert exchange.parse(exchange.canonical(job)) == job


def test_the_published_schema_is_the_programs() -> None:
    assert published() == exchange.schema(), REGENERATE


@pytest.mark.slow
def test_the_published_schema_is_a_schema() -> None:
    judge().check_schema(published())
    assert published()["$schema"].endswith("2020-12/schema")


@pytest.mark.slow
@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_every_demo_person_fits_the_published_schema(path: object) -> None:
    tree = json.loads(resource("demo", str(path)).read_text(encoding="utf-8"))
    assert [error.message for error in judge().iter_errors(tree)] == []


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({}, True),
        ({"persn": {}}, False),
        ({"year": "2026"}, False),
        ({"person": {"sex": "3"}}, False),
        ({"person": {"working_since": "2009-13"}}, False),
        ({"person": {"working_since": "2009-07\n"}}, False),
        ({"materials": [{}]}, False),
    ],
)
def test_the_schema_refuses_what_the_program_refuses(fields: dict[str, Any], fits: bool) -> None:
    tree = {"schema": "fengjuan/application/1", **fields}
    assert judge().is_valid(tree) is fits
    assert not judge().is_valid(fields), "a file without its schema's name is refused"


@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.stem)
def test_what_is_written_reads_back_the_same(path: object) -> None:
    application = exchange.read(resource("demo", str(path)))
    assert exchange.parse(exchange.pretty(application).encode()) == application
    assert exchange.parse(exchange.canonical(application)) == application
    assert exchange.pretty(application) == resource("demo", str(path)).read_text(encoding="utf-8")


def test_canonical_json_is_sorted_tight_and_in_plain_utf8() -> None:
    made = exchange.canonical(Person(name="孟𪨰", sex=Sex.FEMALE, birth=date(1991, 1, 1)))
    assert made.startswith(b'{"birth":"1991-01-01","birthplace":"",')
    assert "孟𪨰".encode() in made
    tree = json.loads(made)
    assert list(tree) == sorted(tree)
    assert made.decode() == json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize("stem", sorted(GOLDEN))
def test_the_digest_of_a_known_application_never_changes(stem: str) -> None:
    application = exchange.read(resource("demo", f"{stem}.json"))
    assert exchange.digest(application) == GOLDEN[stem]


def test_the_digest_does_not_depend_on_how_the_file_was_written() -> None:
    text = resource("demo", "rare_name.json").read_text(encoding="utf-8")
    tree = json.loads(text)
    shuffled = json.dumps(dict(reversed(tree.items())), ensure_ascii=True, indent=7)
    assert exchange.digest(exchange.parse(shuffled.encode())) == exchange.digest(exchange.parse(text.encode()))


def test_a_default_that_is_written_out_changes_nothing() -> None:
    bare = exchange.parse(b'{"schema": "fengjuan/application/1"}')
    assert exchange.digest(bare) == exchange.digest(Application())
    assert exchange.digest(exchange.parse(exchange.pretty(bare).encode())) == exchange.digest(bare)


def test_any_change_changes_the_digest() -> None:
    application = exchange.read(resource("demo", "rare_name.json"))
    changed = [
        msgspec.structs.replace(application, year=2025),
        msgspec.structs.replace(application, work=application.work[::-1]),
        msgspec.structs.replace(application, work_summary=application.work_summary + " "),
        msgspec.structs.replace(application, marking=NOT_SECRET),
        msgspec.structs.replace(application, person=msgspec.structs.replace(application.person, name="孟岖")),
    ]
    digests = {exchange.digest(one) for one in [application, *changed]}
    assert len(digests) == 6
    assert all(len(digest) == 64 for digest in digests)


def _long_texts(kind: Any, found: set[str]) -> None:
    if isinstance(kind, msgspec.inspect.StructType):
        for field in kind.fields:
            if isinstance(field.type, msgspec.inspect.StrType) and field.type.max_length == 4000:
                found.add(field.name)
            _long_texts(field.type, found)
    elif isinstance(kind, msgspec.inspect.VarTupleType):
        _long_texts(kind.item_type, found)
    elif isinstance(kind, msgspec.inspect.UnionType):
        for one in kind.types:
            _long_texts(one, found)


def test_lines_are_allowed_exactly_where_the_form_has_long_text() -> None:
    found: set[str] = set()
    _long_texts(msgspec.inspect.type_info(Application), found)
    assert found == exchange.LONG_TEXTS


KEPT = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=30).map(normal)
NAMES = KEPT.filter(lambda text: not unsafe_characters(text) and len(text) <= 60)
MONTHS = st.dates(date(1950, 1, 1), date(2099, 12, 31)).map(lambda day: day.strftime("%Y-%m"))
DECIMALS = st.decimals(min_value=0, max_value=999, places=2).map(str)
APPLICATIONS = st.builds(
    Application,
    year=st.integers(1950, 2100),
    marking=st.sampled_from([NOT_SECRET, marked(SecrecyLevel.SECRET, 60), marked(SecrecyLevel.INTERNAL)]),
    filing=st.builds(
        Filing,
        level=st.none() | st.sampled_from(Level),
        track=st.none() | st.sampled_from(Track),
        path=st.none() | st.sampled_from(Path),
        filled_on=st.none() | st.dates(date(1000, 1, 1)),
    ),
    person=st.builds(Person, name=NAMES, former_name=NAMES, sex=st.none() | st.sampled_from(Sex)),
    education=st.builds(Education, years=st.none() | DECIMALS, full_time=st.none() | st.booleans()),
    work=st.lists(st.builds(Work, start=st.none() | MONTHS, unit=NAMES, place=st.sampled_from(Place)), max_size=4).map(
        tuple
    ),
    work_summary=st.lists(NAMES, max_size=5).map("\n".join),
    opinions=st.builds(Opinions, unit=st.builds(Opinion, text=NAMES)),
)


@given(APPLICATIONS)
def test_any_application_survives_writing_and_reading(application: Application) -> None:
    again = exchange.parse(exchange.pretty(application).encode())
    assert again == application
    assert exchange.digest(again) == exchange.digest(application)


@given(APPLICATIONS)
def test_any_application_fits_the_schema(application: Application) -> None:
    assert judge().is_valid(json.loads(exchange.pretty(application)))
