"""A record in a package: what it says of itself must be what the package says, and may not be above either."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Person
from desktop_app.domain.marking import NOT_SECRET, Marking, SecrecyLevel, marked
from desktop_app.sealing import payload
from desktop_app.sealing.manifest import Manifest
from tests.support.packages import Desks, contents, sealed_application, two_desks

SECRET = marked(SecrecyLevel.SECRET, 60)


@pytest.fixture
def desks(tmp_path: Path) -> Desks:
    return two_desks(tmp_path)


@pytest.fixture
def manifest(desks: Desks) -> Manifest:
    """Of a package that was opened; nothing in it is secret."""
    return desks.opening().open(desks.seal().folder).manifest


def record(marking: Marking = NOT_SECRET) -> bytes:
    return exchange.canonical(Application(marking=marking, person=Person(name="云曦")))


def taken(raw: bytes, manifest: Manifest, machine: SecrecyLevel = SecrecyLevel.SECRET, digest: str = "") -> Application:
    entry = structs.replace(manifest.applications[0], digest=digest or hashlib.sha256(raw).hexdigest())
    return payload._record(entry, raw, manifest, machine)


def test_a_record_that_is_as_the_package_says_is_taken(manifest: Manifest) -> None:
    assert taken(record(), manifest).person.name == "云曦"


def test_each_thing_wrong_with_a_record_is_told(manifest: Manifest) -> None:
    undecided = exchange.canonical(Application(person=Person(name="云曦")))
    top = record(SECRET).replace(b'"level":"secret"', b'"level":"top_secret"')
    assert top != record(SECRET)
    for raw, machine, code, digest in (
        (b"{}", SecrecyLevel.SECRET, Code.RECORD_SCHEMA, ""),
        (record(), SecrecyLevel.SECRET, Code.RECORD_SCHEMA, "0" * 64),
        (record() + b"\n", SecrecyLevel.SECRET, Code.RECORD_SCHEMA, ""),
        (undecided, SecrecyLevel.SECRET, Code.MARKING_UNDECIDED, ""),
        (top, SecrecyLevel.SECRET, Code.ABOVE_MACHINE_LEVEL, ""),
        (record(SECRET), SecrecyLevel.INTERNAL, Code.ABOVE_MACHINE_LEVEL, ""),
        (record(SECRET), SecrecyLevel.SECRET, Code.MANIFEST_MISMATCH, ""),
    ):
        with pytest.raises(Fault) as caught:
            taken(raw, manifest, machine, digest)
        assert caught.value.code is code, raw


def test_what_changed_since_it_was_put_together_is_not_sealed(desks: Desks) -> None:
    one = sealed_application()
    spaced = one.record + b"\n"
    for changed, code in (
        (replace(one, record=one.record + b" "), Code.SOURCE_CHANGED),
        (replace(one, record=spaced, digest=hashlib.sha256(spaced).hexdigest()), Code.RECORD_SCHEMA),
        (sealed_application(marking=SECRET), Code.MARKING_INVALID),
    ):
        with pytest.raises(Fault) as caught:
            desks.seal(content=contents(changed))
        assert caught.value.code is code
    assert list(desks.medium.iterdir()) == []
