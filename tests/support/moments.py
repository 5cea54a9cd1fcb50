"""Random moments at which something is killed: a few in the ordinary run, many in the long one (`-m fuzz`)."""

import pytest
from _pytest.mark import ParameterSet


def moments(few: int, many: int) -> list[ParameterSet]:
    """Seeds 0 to `many`; all but the first `few` belong to the long run."""
    return [pytest.param(seed, marks=[pytest.mark.fuzz] if seed >= few else []) for seed in range(many)]
