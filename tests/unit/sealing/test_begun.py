"""What is kept of a beginning makes the same bytes again, and nothing else ever under the same key."""

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.sealing import begun, names, writer
from desktop_app.sealing.content import PackageContent, PackageKind
from tests.support.packages import Desks, contents, office, sealed_application, source, two_desks


@pytest.fixture
def desks(tmp_path: Path) -> Desks:
    return two_desks(tmp_path)


def kept_of(desks: Desks, content: PackageContent) -> tuple[bytes, writer.SealedPackage]:
    kept: list[bytes] = []
    made = desks.seal(content, begun=lambda one: kept.append(one.kept()), volume_bytes=60_000)
    return kept[0], made


def test_from_what_was_kept_the_same_package_comes_again(desks: Desks, tmp_path: Path) -> None:
    content = replace(contents(), strip="NMG-1")
    kept, made = kept_of(desks, content)
    other = tmp_path / "other"
    other.mkdir()
    once_more, whole = writer.resume(begun.again(kept, content, desks.sender.card), desks.sender.keys, other)
    assert whole == 0
    assert once_more.seal_digest == made.seal_digest
    assert once_more.seal.strip == "NMG-1"
    assert content_of(once_more.folder) == content_of(made.folder)


def content_of(package: Path) -> dict[str, bytes]:
    """Every file but the signature that is another each time it is made."""
    return {path.name: path.read_bytes() for path in package.iterdir() if path.name != names.LATTICE_SIGNATURE}


CHANGED = {
    "another record": lambda one: replace(one, applications=(*one.applications[:1], sealed_application(name="别人"))),
    "another file": lambda one: replace(
        one, applications=(sealed_application(source("x.pdf", b"%PDF-1.7\n")), *one.applications[1:])
    ),
    "a file more": lambda one: replace(
        one,
        applications=(
            replace(one.applications[0], files=(*one.applications[0].files, source("y.pdf", b"%PDF-"))),
            *one.applications[1:],
        ),
    ),
    "another order": lambda one: replace(one, applications=one.applications[::-1]),
    "another kind": lambda one: replace(one, kind=PackageKind.FORWARD),
    "another number of the version": lambda one: replace(
        one, applications=(replace(one.applications[0], version_number=2), *one.applications[1:])
    ),
}


@pytest.mark.parametrize("change", CHANGED)
def test_other_content_is_refused_before_a_byte_is_written(desks: Desks, change: str) -> None:
    content = contents()
    kept, _ = kept_of(desks, content)
    with pytest.raises(Fault) as caught:
        begun.again(kept, CHANGED[change](content), desks.sender.card)
    assert caught.value.code is Code.SOURCE_CHANGED


def test_another_desks_keys_go_on_with_nothing(desks: Desks) -> None:
    content = contents()
    kept, _ = kept_of(desks, content)
    with pytest.raises(Fault) as caught:
        begun.again(kept, content, office("OTHER", "别的单位").card)
    assert caught.value.code is Code.SOURCE_CHANGED
