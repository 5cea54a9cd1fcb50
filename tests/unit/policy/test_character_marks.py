"""The characters that differ, and only those, are marked on both sides."""

import pytest

from desktop_app.policy.character_marks import Span, marks


@pytest.mark.parametrize(
    ("paper", "online", "left", "right"),
    [
        ("13800000000", "13800000001", ((10, 11),), ((10, 11),)),
        ("13800000000", "13899990001", ((3, 7), (10, 11)), ((3, 7), (10, 11))),
        ("甲乙丙丁", "丁甲乙丙", ((3, 4),), ((0, 1),)),
        ("青城草原工作站", "青城草原工作站分站", (), ((7, 9),)),
        ("㛃𬭎𫘧𪨰", "㛃𬭎𫘧𪨱", ((3, 4),), ((3, 4),)),
        ("同样", "同样", (), ()),
        ("", "有", (), ()),
        ("有", "", (), ()),
        ("甲" * 3000, "甲" * 3000 + "乙", ((0, 3000),), ((0, 3001),)),
    ],
)
def test_marks(paper: str, online: str, left: tuple[Span, ...], right: tuple[Span, ...]) -> None:
    assert marks(paper, online) == (left, right)
