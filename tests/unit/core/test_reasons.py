"""What the system refuses is said in the user's language."""

import errno
from pathlib import Path

import pytest

from desktop_app.core.errors import Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.reasons import reason_of
from desktop_app.domain import exchange


def test_a_folder_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(Fault) as caught:
        exchange.read(tmp_path)
    assert "（这是文件夹）" in sentence(caught.value)
    assert "(Is a directory)" in sentence(caught.value, Language.EN)


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_english_in_the_chinese_word(number: int) -> None:
    word = reason_of(OSError(number, "x")).zh
    assert word
    assert not any(c.isascii() and c.isalpha() for c in word)
