"""A package in volumes that travel on several media: put together in any order it opens, what is missing is named."""

import shutil
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import receive, seal
from desktop_app.desk.session import Session
from tests.support import verbs
from tests.unit.desk.conftest import PASSPHRASE

EACH = 150_000


def spread(package: Path, media: list[Path]) -> None:
    """Volume by volume onto one medium after the other, the seal onto the last."""
    volumes = sorted(package.glob("*.age.*"))
    for number, volume in enumerate(volumes):
        target = media[number * len(media) // len(volumes)]
        target.mkdir(exist_ok=True)
        shutil.copy(volume, target)
    for rest in set(package.iterdir()) - set(volumes):
        shutil.copy(rest, media[-1])


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_volumes_from_several_media_open_in_any_order(
    introduced: tuple[Session, Session], submitted: ApplicationId, tmp_path: Path, order: tuple[int, ...]
) -> None:
    unit, committee = introduced
    (tmp_path / "disk").mkdir()
    to = seal.recipients(unit)[0].id
    made = seal.seal(unit, [submitted], to, tmp_path / "disk", Progress(), largest=EACH)
    assert {path.stat().st_size for path in made.folder.glob("*.age.*")} >= {EACH}
    media = [tmp_path / f"medium{number}" for number in range(3)]
    spread(made.folder, media)
    together = tmp_path / "together" / made.folder.name
    for number in order:
        if together.exists():
            with pytest.raises(Fault) as caught:
                receive.open_(committee, together, None, lambda line: None, Progress())
            assert caught.value.code in (Code.PACKAGE_INCOMPLETE, Code.VOLUME_MISSING)
        shutil.copytree(media[number], together, dirs_exist_ok=True)
    received = receive.open_(committee, together, None, lambda line: None, Progress())
    assert received.applications == (submitted,)


def test_a_size_that_is_none_is_refused(tmp_path: Path) -> None:
    for size in ("0", "-3", "much"):
        done = verbs.run(
            "seal", "--vault", tmp_path, "--to", "x", "--out", tmp_path, "--volume", size, "id", passphrase=PASSPHRASE
        )
        assert done.code == 2
