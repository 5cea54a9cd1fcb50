"""Papers at a still day, with a printer of the test's own and none of the machine's."""

from collections.abc import Iterator

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.desk.demo import DEMO_DAY
from tests.support.ipp_printer import LoopbackPrinter, Setup


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(DEMO_DAY)


@pytest.fixture(autouse=True)
def no_other_printer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine that runs the tests may have a print server of its own: it is sent for at a closed port."""
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:9")


@pytest.fixture
def printer(request: pytest.FixtureRequest) -> Iterator[LoopbackPrinter]:
    with LoopbackPrinter(getattr(request, "param", Setup())) as made:
        yield made
