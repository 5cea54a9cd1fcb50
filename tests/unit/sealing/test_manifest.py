"""A manifest and a seal say each thing in one way only: whatever disagrees within them is refused before it is used."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.domain.records import PackageKind
from desktop_app.sealing import canonical, limits, names
from desktop_app.sealing.checks import silent
from desktop_app.sealing.manifest import (
    ApplicationEntry,
    DocumentEntry,
    FileEntry,
    Manifest,
    Party,
    Seal,
    Totals,
    read_manifest,
    read_seal,
)
from desktop_app.sealing.outside import read
from tests.support.packages import Desks, two_desks


@pytest.fixture
def desks(tmp_path: Path) -> Desks:
    return two_desks(tmp_path)


@pytest.fixture
def manifest(desks: Desks) -> Manifest:
    return desks.opening().open(desks.seal().folder).manifest


@pytest.fixture
def seal(desks: Desks) -> Seal:
    return read(desks.seal(volume_bytes=4096).folder, silent).seal


def of_many(manifest: Manifest, count: int) -> Manifest:
    """With so many applications, each a record alone."""
    files, entries = [], []
    for number in range(1, count + 1):
        path = names.application_path(number, 0, "json")
        files.append(structs.replace(manifest.files[0], n=number, path=path, size=1))
        identity = f"{number:026d}"
        entries.append(structs.replace(manifest.applications[0], id=identity, files=(number,)))
    whole = Totals(files=count, bytes=count)
    return structs.replace(manifest, files=tuple(files), applications=tuple(entries), documents=(), limits=whole)


def parties(count: int) -> tuple[Party, ...]:
    return tuple(Party(kid=f"{number:016x}", code="GCGPW", name="评委会") for number in range(count))


def with_file(manifest: Manifest, at: int, **change: object) -> Manifest:
    files = list(manifest.files)
    files[at] = structs.replace(files[at], **change)
    return structs.replace(manifest, files=tuple(files))


def first(manifest: Manifest, **change: object) -> Manifest:
    return structs.replace(manifest, applications=(structs.replace(manifest.applications[0], **change),))


def without_files(manifest: Manifest) -> Manifest:
    """An application that lists none, beside one that lists its own."""
    empty = ApplicationEntry(id="0" * 26, version=1, digest="0" * 64, files=())
    return structs.replace(manifest, applications=(*manifest.applications, empty))


def twice(manifest: Manifest) -> Manifest:
    many = of_many(manifest, 2)
    return structs.replace(many, applications=tuple(structs.replace(one, id="0" * 26) for one in many.applications))


def more(manifest: Manifest) -> tuple[FileEntry, ...]:
    return (*manifest.files, structs.replace(manifest.files[-1], n=len(manifest.files) + 1))


LAYOUTS: dict[str, Callable[[Manifest], Manifest]] = {
    "a path of its own": lambda m: with_file(m, 0, path="1/00.json"),
    "another number": lambda m: with_file(m, 0, n=9),
    "numbers in another order": lambda m: first(m, files=tuple(reversed(m.applications[0].files))),
    "a file that nobody lists": lambda m: structs.replace(m, files=more(m)),
    "a file that is not there": lambda m: first(m, files=(*m.applications[0].files, 99)),
    "an application without its record": without_files,
    "fewer bytes": lambda m: structs.replace(m, limits=structs.replace(m.limits, bytes=m.limits.bytes - 1)),
    "more files": lambda m: structs.replace(m, limits=structs.replace(m.limits, files=m.limits.files + 1)),
    "for nobody": lambda m: structs.replace(m, recipients=()),
    "for too many": lambda m: structs.replace(m, recipients=parties(limits.RECIPIENTS + 1)),
    "for one desk twice": lambda m: structs.replace(m, recipients=m.recipients * 2),
    "one application twice": twice,
    "too many applications": lambda m: of_many(m, limits.APPLICATIONS + 1),
    "a second digest for some": lambda m: with_file(m, 0, sm3="0" * 64),
}


@pytest.mark.parametrize("change", LAYOUTS.values(), ids=LAYOUTS)
def test_a_manifest_that_disagrees_with_itself_is_refused(
    manifest: Manifest, change: Callable[[Manifest], Manifest]
) -> None:
    assert len(manifest.files) > 1
    changed = change(manifest)
    assert changed != manifest
    with pytest.raises(Fault) as caught:
        read_manifest(canonical.dump(changed))
    assert caught.value.code is Code.PACKAGE_FORMAT
    assert caught.value.fields == {"what": "manifest.json", "detail": "layout"}


@pytest.mark.parametrize(
    "change",
    [
        lambda m: structs.replace(m, recipients=parties(1)),
        lambda m: structs.replace(m, recipients=parties(limits.RECIPIENTS)),
        lambda m: of_many(m, limits.APPLICATIONS),
        lambda m: structs.replace(m, files=tuple(structs.replace(one, sm3="0" * 64) for one in m.files)),
    ],
    ids=["one recipient", "as many as may be", "as many applications as may be", "a second digest for all"],
)
def test_the_utmost_that_is_allowed_is_read(manifest: Manifest, change: Callable[[Manifest], Manifest]) -> None:
    changed = change(manifest)
    assert read_manifest(canonical.dump(changed)) == changed


@pytest.mark.parametrize(
    ("paths", "detail"),
    [
        (("data/d0001.json", "data/d0002.json"), "kind"),  # they lie where they ought, and applications have none such
        (("data/d0002.json", "data/d0001.json"), "layout"),
        (("data/d0001.json", "data/d0003.json"), "layout"),
        (("data/d0000.json", "data/d0001.json"), "layout"),
    ],
)
def test_documents_lie_behind_the_applications_in_their_order(
    manifest: Manifest, paths: tuple[str, str], detail: str
) -> None:
    behind = len(manifest.files)
    files = tuple(
        structs.replace(manifest.files[-1], n=behind + at, path=path, size=0) for at, path in enumerate(paths, start=1)
    )
    changed = structs.replace(
        manifest,
        files=(*manifest.files, *files),
        documents=tuple(DocumentEntry(name="unheard_of", file=one.n) for one in files),
        limits=structs.replace(manifest.limits, files=behind + 2),
    )
    with pytest.raises(Fault) as caught:
        read_manifest(canonical.dump(changed))
    assert caught.value.fields == {"what": "manifest.json", "detail": detail}


def test_a_kind_that_does_not_hold_such_things_is_named(manifest: Manifest) -> None:
    with pytest.raises(Fault) as caught:
        read_manifest(canonical.dump(structs.replace(manifest, kind=PackageKind.RECEIPT)))
    assert caught.value.fields == {"what": "manifest.json", "detail": "kind"}


def test_what_needs_a_newer_reader_says_so(manifest: Manifest) -> None:
    newer = structs.replace(manifest, app=structs.replace(manifest.app, min_reader=99))
    with pytest.raises(Fault) as caught:
        read_manifest(canonical.dump(newer))
    assert (caught.value.code, caught.value.fields["found"]) == (Code.PACKAGE_VERSION, "99")


def cut(seal: Seal, *volumes: int, **change: object) -> Seal:
    """With these of its volumes alone, by their place; `change` goes to the first."""
    kept = [seal.cipher.volumes[at] for at in volumes]
    kept[:1] = [structs.replace(one, **change) for one in kept[:1]]
    return structs.replace(seal, cipher=structs.replace(seal.cipher, volumes=tuple(kept)))


SEALS: dict[str, Callable[[Seal], Seal]] = {
    "no volume": cut,
    "the last is left out": lambda s: cut(s, *range(len(s.cipher.volumes) - 1)),
    "in another order": lambda s: cut(s, 1, 0, *range(2, len(s.cipher.volumes))),
    "another name": lambda s: cut(s, *range(len(s.cipher.volumes)), name="other.age"),
    "another number": lambda s: cut(s, *range(len(s.cipher.volumes)), n=7),
    "another sum": lambda s: cut(s, *range(len(s.cipher.volumes)), bytes=s.cipher.volumes[0].bytes + 1),
    "for nobody": lambda s: structs.replace(s, recipient_kids=()),
    "for too many": lambda s: structs.replace(
        s, recipient_kids=tuple(f"{number:016x}" for number in range(limits.RECIPIENTS + 1))
    ),
    "for one desk twice": lambda s: structs.replace(s, recipient_kids=s.recipient_kids * 2),
}


@pytest.mark.parametrize("change", SEALS.values(), ids=SEALS)
def test_a_seal_that_disagrees_with_itself_is_refused(seal: Seal, change: Callable[[Seal], Seal]) -> None:
    assert len(seal.cipher.volumes) > 2
    with pytest.raises(Fault) as caught:
        read_seal(canonical.dump(change(seal)))
    assert (caught.value.code, caught.value.fields["what"]) == (Code.PACKAGE_FORMAT, names.SEAL)


def test_a_seal_for_as_many_as_may_be_is_read(seal: Seal) -> None:
    kids = tuple(f"{number:016x}" for number in range(limits.RECIPIENTS))
    wide = structs.replace(seal, recipient_kids=kids)
    assert read_seal(canonical.dump(wide)) == wide
