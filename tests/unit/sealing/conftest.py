"""Two desks with a medium between them."""

from pathlib import Path

import pytest

from tests.support.packages import Desks, two_desks


@pytest.fixture
def desks(tmp_path: Path) -> Desks:
    return two_desks(tmp_path)
