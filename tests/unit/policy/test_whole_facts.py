"""What the rules look at is approved as a whole: every fact of every policy case, and what a row means by default."""

from collections.abc import Iterator
from types import ModuleType

import msgspec
import pytest

from desktop_app.policy import paper_rows, reference_tables, route_rows, tables, tilt_rows, window_rows
from desktop_app.policy.facts import DERIVATIONS
from desktop_app.policy.subject import Subject
from desktop_app.policy.subjects import TYPES
from tests.mutation.packs import Situation, situations
from tests.support.approved import approve, told
from tests.support.cases import settled_pack

ROWS = (tables, reference_tables, route_rows, window_rows, paper_rows, tilt_rows)


@pytest.fixture(scope="module")
def by_subject() -> dict[Subject, list[Situation]]:
    found: dict[Subject, list[Situation]] = {}
    for one in situations():
        found.setdefault(one.subject, []).append(one)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("subject", Subject)
def test_the_facts_of_every_case(subject: Subject, by_subject: dict[Subject, list[Situation]]) -> None:
    approve(f"facts-{subject.value}", fact_lines(subject, by_subject.get(subject, [])))


def fact_lines(subject: Subject, cases: list[Situation]) -> Iterator[str]:
    """The first case whole; of each other, what differs from it."""
    first: dict[str, str] = {}
    for one in cases:
        facts = one.facts(settled_pack(one.settings))
        now = {name: told(facts.value(name)) for name in DERIVATIONS[subject]}
        first = first or now
        new = {name: value for name, value in now.items() if now is first or value != first[name]}
        yield f"== {one.name}" if new else f"== {one.name}: as the first"
        yield from (f"{name} = {value}" for name, value in new.items())


def test_the_facts_and_their_types() -> None:
    approve(
        "vocabulary",
        (f"{subject.value}.{name} {told(kind)}" for subject in TYPES for name, kind in TYPES[subject].items()),
    )


def test_what_a_row_means_that_leaves_something_out() -> None:
    approve("row-defaults", (line for module in ROWS for line in defaults(module)))


def defaults(module: ModuleType) -> Iterator[str]:
    for kind in vars(module).values():
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind.__module__ == module.__name__:
            for field in msgspec.structs.fields(kind):
                if not field.required:
                    made = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
                    yield f"{kind.__name__}.{field.name} {made!r}"
