"""How long a test waits for what must come. Nothing is judged by it: it ends a test that has failed already."""

import time
from collections.abc import Callable

#: Far more than anything takes on a machine that does ten other things; no test waits this long.
AT_MOST_S = 120


def until(condition: Callable[[], object]) -> None:
    """Wait for something that other programs or threads bring about."""
    deadline = time.monotonic() + AT_MOST_S
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
