"""Conditions of the pack as people say them."""

import re

import pytest

from desktop_app.core.messages import Language
from desktop_app.policy.condition_words import condition_words
from desktop_app.policy.pack import Pack


@pytest.mark.parametrize(
    ("condition", "zh", "en"),
    [
        ('level == "mid"', "申报层级为中级", "level applied for is mid"),
        ("not senior", "非属于高级", "not senior level"),
        ('"school" not in groups', "涉及专门规定不含学校教师", None),
        ('area == "huimin" or track not in ["targeted", "online"]', None, None),
        ('new_specialties == ""', "“稀土、教育招生考试研究专业是否已受理？”未填", None),
        ('"review_fee" not in given', None, None),
        ("items_late.is_empty", None, None),
        ("not items_late.is_empty and days_left <= 3", None, None),
        ("true", "其他情形", "otherwise"),
        ("days_left < 0.5", None, None),
    ],
)
def test_a_condition_is_said_in_both_languages(pack: Pack, condition: str, zh: str | None, en: str | None) -> None:
    said = {language: condition_words(condition, pack, language) for language in Language}
    assert zh is None or said[Language.ZH] == zh
    assert en is None or said[Language.EN] == en
    assert not re.search("[a-z_]{2}", said[Language.ZH])
    assert not re.search("[一-鿿]", said[Language.EN])


def test_no_condition_of_the_pack_is_left_as_it_is_written(pack: Pack) -> None:
    for subject, rules in pack.rules.items():
        for case in (case for each in rules for case in each.cases):
            said = condition_words(case.when.text, pack, Language.ZH, subject)
            assert not re.search("[a-z_]{2}|==|!=|<|>", said), (case.when.text, said)
