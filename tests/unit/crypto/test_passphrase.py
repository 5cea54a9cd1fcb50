"""Which passphrases pass."""

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.crypto.passphrase import minimum_length, require_strong
from desktop_app.domain.marking import SecrecyLevel

GOOD = "骏马 ridge 41 lantern 云"


def test_good_ones_pass() -> None:
    for good in (GOOD, "correct horse battery staple", "风吹草低见牛羊又见炊烟起", "x" * 3 + GOOD * 10):
        require_strong(good, SecrecyLevel.SECRET)


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "K7#vq2!Zr9w",  # eleven characters, however random
        "passwordpassword",
        "qwertyuiop123456",
        "111111111111111",
        "19800115198001151980",
        "abcabcabcabcabc",
        "a" * 5000,
    ],
)
def test_bad_ones_do_not(bad: str) -> None:
    with pytest.raises(Fault) as caught:
        require_strong(bad, SecrecyLevel.SECRET)
    assert caught.value.code is Code.PASSPHRASE_WEAK
    assert caught.value.fields == {"minimum": 12}


def test_length_follows_the_machines_level() -> None:
    eleven = "K7#vq2!Zr9w"
    require_strong(eleven, SecrecyLevel.CONFIDENTIAL)
    require_strong(eleven, SecrecyLevel.INTERNAL)
    assert [minimum_length(level) for level in SecrecyLevel] == [10, 10, 12, 12]


def test_names_of_the_desk_do_not_carry_a_passphrase() -> None:
    phrase = "呼和浩特某研究所苏日娜2026"
    require_strong(phrase, SecrecyLevel.SECRET)
    with pytest.raises(Fault):
        require_strong(phrase, SecrecyLevel.SECRET, ["呼和浩特某研究所", "苏日娜"])


def test_a_name_of_two_characters_is_one_too() -> None:
    phrase = "云曦骏马2026云曦青山"
    require_strong(phrase, SecrecyLevel.SECRET)
    with pytest.raises(Fault):
        require_strong(phrase, SecrecyLevel.SECRET, ["云曦"])
    require_strong(phrase, SecrecyLevel.SECRET, ["山"])  # of one character nothing would be left of many a phrase


def test_length_counts_characters_as_typed_not_as_decomposed() -> None:
    decomposed = "e\u0301" * 6  # twelve code points, six letters
    with pytest.raises(Fault):
        require_strong(decomposed, SecrecyLevel.INTERNAL)
