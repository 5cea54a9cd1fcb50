"""Argon2id: the public vectors, a floor, a measured cost, and bounds for readers."""

from itertools import count

import pytest

from desktop_app.crypto.kdf import FLOOR, KdfCost, derive, measured_cost


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (KdfCost(65536, 2, 1), "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"),
        (KdfCost(256, 2, 1), "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe"),
    ],
)
def test_the_reference_implementations_vectors(cost: KdfCost, expected: str) -> None:
    """Password "password", salt "somesalt", version 19: test.c of phc-winner-argon2."""
    assert derive("password", b"somesalt", cost).view.hex() == expected


def test_the_same_word_typed_in_two_ways_is_one_passphrase() -> None:
    salt, cost = bytes(16), KdfCost.unsafe_small()
    assert derive("caf\u00e9", salt, cost) == derive("cafe\u0301", salt, cost)
    assert derive("ﬁne", salt, cost) != derive("fine", salt, cost)


@pytest.mark.parametrize(
    ("elapsed", "expected"),
    [
        (2.0, FLOOR),  # a slow machine still pays the floor
        (0.5, FLOOR),
        (0.25, KdfCost(128 * 1024, 3)),
        (0.01, KdfCost(256 * 1024, 24)),  # a very fast one: memory stays within what a small machine has
    ],
)
def test_cost_grows_with_the_machine_between_two_bounds(elapsed: float, expected: KdfCost) -> None:
    clock = count(0.0, elapsed)
    assert measured_cost(0.5, lambda: next(clock)) == expected


def test_the_machine_is_measured_by_a_derivation_at_the_floor() -> None:
    assert measured_cost(0.001) == FLOOR, "no machine derives at the floor in a millisecond"


def test_a_cost_below_the_floor_is_refused_unless_waived_by_name() -> None:
    FLOOR.require_floor()
    KdfCost.unsafe_small().require_floor()
    for cheap in (KdfCost(64 * 1024 - 1, 3), KdfCost(64 * 1024, 2), KdfCost(2**31, 3)):
        with pytest.raises(ValueError, match="floor"):
            cheap.require_floor()


@pytest.mark.parametrize(
    "absurd",
    [KdfCost(4 * 1024 * 1024, 3), KdfCost(65536, 1000), KdfCost(65536, 3, 64), KdfCost(8, 1, 4), KdfCost(65536, 0)],
)
def test_absurd_numbers_are_not_tried(absurd: KdfCost) -> None:
    assert not absurd.plausible


@pytest.mark.parametrize(
    ("memory", "iterations", "lanes", "plausible"),
    [
        (8, 1, 1, True),  # RFC 9106, section 3.1: the least of each
        (7, 1, 1, False),
        (8 * 16, 1, 16, True),
        (8 * 16 - 1, 1, 16, False),
        (8 * 17, 1, 17, False),
        (2 * 1024 * 1024, 128, 4, True),
        (2 * 1024 * 1024 + 1, 128, 4, False),
        (2 * 1024 * 1024, 129, 4, False),
        (65536, 3, 0, False),
    ],
)
def test_what_is_tried_ends_at_a_bound_on_each_side(memory: int, iterations: int, lanes: int, plausible: bool) -> None:
    assert KdfCost(memory, iterations, lanes).plausible is plausible
