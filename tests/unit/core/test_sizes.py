"""How many bytes are said: one spelling wherever the program names a size."""

import pytest

from desktop_app.core.sizes import MIB, size_words

KIB, GIB = 1024, 1024 * MIB


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "1 KB"),
        (1, "1 KB"),
        (1535, "1 KB"),
        (1537, "2 KB"),
        (1023 * KIB, "1023 KB"),
        (MIB - 1, "1.0 MB"),
        (MIB, "1.0 MB"),
        (MIB + 52 * KIB, "1.1 MB"),
        (99 * MIB + 900 * KIB, "99.9 MB"),
        (100 * MIB - 1, "100 MB"),
        (300 * MIB + 600 * KIB, "301 MB"),
        (1023 * MIB, "1023 MB"),
        (GIB - 1, "1.0 GB"),
        (10 * GIB, "10.0 GB"),
        (1024 * GIB, "1.0 TB"),
        (4096 * 1024 * GIB, "4096 TB"),
    ],
)
def test_a_size_has_its_unit_and_three_figures(size: int, words: str) -> None:
    assert size_words(size) == words
