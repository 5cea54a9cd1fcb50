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


def test_windows_calls_a_folder_forbidden(tmp_path: Path) -> None:
    class Windows(PermissionError):
        winerror = None  # what its open() leaves it at, unlike a folder that may not be listed

    (tmp_path / "file").touch()
    assert reason_of(Windows(errno.EACCES, "x", str(tmp_path))).zh == "这是文件夹"
    assert reason_of(Windows(errno.EACCES, "x", str(tmp_path / "file"))).zh == "没有权限"
    assert reason_of(PermissionError(errno.EACCES, "x", str(tmp_path), 5)).zh == "没有权限"
