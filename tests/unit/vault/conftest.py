"""An open vault, and the folder it lies in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.vault.store import Vault
from tests.support import vaults


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path, fixed_clock: FixedClock) -> Iterator[Vault]:
    with vaults.made(folder, fixed_clock) as opened:
        yield opened
