"""A short walk over every reader of what comes from outside, in each ordinary run: what was kept, then fresh damage.

The long walk is `python3 tasks.py fuzz`; what it finds is put into `tests/fuzz/corpus` and tried here for ever.
"""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.damage import bent, mutated
from tests.support.fuzz_targets import CORPUS, TARGETS, corpus

DICE = st.randoms(use_true_random=False)
#: A target whose reader takes more than a few milliseconds gets fewer tries.
SLOW = {"policy_pack": 4, "reviews": 12, "archive": 20, "workbook": 20}
SAYING = [name for name, target in TARGETS.items() if target.tree]


def tries(name: str) -> int:
    return SLOW.get(name, 60)


@pytest.mark.parametrize("name", TARGETS)
def test_the_samples_are_good(name: str) -> None:
    target = TARGETS[name]
    assert all(map(target.feed, target.samples()))
    assert target.tree is None or target.feed(target.spell(target.tree()))


def test_everything_kept_belongs_to_a_target() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} <= set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_kept_is_answered_or_refused(name: str) -> None:
    for untrusted in corpus(name):
        TARGETS[name].feed(untrusted)


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_bytes_are_answered_or_refused(name: str) -> None:
    good = [*TARGETS[name].samples(), *corpus(name)]

    @settings(max_examples=tries(name), suppress_health_check=list(HealthCheck), database=None)
    @given(DICE)
    def walk(dice: random.Random) -> None:
        TARGETS[name].feed(mutated(dice.choice(good), dice))

    walk()


@pytest.mark.parametrize("name", SAYING)
def test_odd_words_under_a_good_signature_are_answered_or_refused(name: str) -> None:
    target = TARGETS[name]
    assert target.tree is not None
    tree = target.tree()

    @settings(max_examples=tries(name), suppress_health_check=list(HealthCheck), database=None)
    @given(DICE)
    def walk(dice: random.Random) -> None:
        target.feed(target.spell(bent(tree, dice)))

    walk()
