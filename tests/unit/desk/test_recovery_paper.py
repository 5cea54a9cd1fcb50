"""The recovery sheet: one page that says the whole code or share, how to use it, and nothing a report could repeat."""

import pytest
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import recovery_paper
from desktop_app.domain.marking import SecrecyLevel, marked
from desktop_app.domain.recovery_sheet import RecoverySheet
from desktop_app.papers import pdf_text
from tests.support.office_lists import SHARE

LONG_SHARE = structs.replace(SHARE, words=(SHARE.words * 2)[:33], number=3)
CODE = structs.replace(
    SHARE,
    words=(),
    groups=tuple(f"{n:02d}K3W" for n in range(1, 17)),
    check="T7K2",
    number=1,
    of=1,
    needed=1,
    holder="",
)


def text(sheet: RecoverySheet, **changes: object) -> str:
    pages = pdf_text.pages(recovery_paper.drawn(sheet, Progress(), **changes).pdf)  # type: ignore[arg-type]
    assert len(pages) == 1
    return pages[0]


@pytest.mark.parametrize("share", [SHARE, LONG_SHARE], ids=["20 words", "33 words"])
def test_a_share_stands_on_one_page_with_each_word_after_its_number(share: RecoverySheet) -> None:
    found = text(share)
    tokens = found.split()
    for number, word in enumerate(share.words, start=1):
        at = [place for place, token in enumerate(tokens) if token == word]
        assert any(tokens[place - 1] == str(number) for place in at), (number, word)
    assert f"第{share.number}份，共3份，凑齐2份" in found
    assert "阿拉坦苏和" in found
    assert "2026年3月2日" in found
    assert "各自按序号输入" in "".join(found.split())
    assert found.count("（签名）") == 2


def test_the_longest_code_stands_on_one_page_with_its_check() -> None:
    found = text(CODE)
    assert [token for token in found.split() if token in CODE.groups] == list(CODE.groups)
    assert "T7K2" in found
    assert "按组号逐组输入" in "".join(found.split())
    assert "份额" not in found


def test_the_sheet_bears_the_mark_of_what_it_opens() -> None:
    assert "机密★5年" in text(SHARE, marking=marked(SecrecyLevel.SECRET, 60, basis="保密事项范围", decided_by="宝音"))


def test_a_name_that_has_no_room_is_said_before_anything_is_printed() -> None:
    with pytest.raises(Fault) as caught:
        recovery_paper.drawn(structs.replace(SHARE, vault_name="库" * 200), Progress())
    assert caught.value.code is Code.LAYOUT_ISSUES


def test_what_opens_the_vault_is_in_no_report() -> None:
    shown = f"{SHARE!r} {CODE!r} {[SHARE]}"
    assert not [piece for piece in (*SHARE.words, *CODE.groups) if piece in shown]


@pytest.mark.parametrize(
    "changes",
    [{"groups": ("A",)}, {"words": ()}, {"number": 4}, {"needed": 4}, {"vault_number": "01JZK3Q4R5S6T7V8W9X0Y1Z2A3"}],
    ids=["both", "neither", "number beyond", "more needed than there are", "the vault's own id"],
)
def test_a_sheet_that_could_not_be_used_is_not_made(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"sheet bears either|no share of that number|no number for paper"):
        RecoverySheet(**structs.asdict(SHARE) | changes)
