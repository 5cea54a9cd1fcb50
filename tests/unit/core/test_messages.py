"""Every failure has one sentence in each language, and the two say the same."""

import string
from collections import Counter
from typing import cast

from desktop_app.core.catalogue import phrase
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import NATIVE, Language, own, sentence, sentence_for, sentences, told
from desktop_app.domain.findings import bilingual
from desktop_app.domain.kinds import Level
from desktop_app.domain.words import word


def placeholders(text: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_every_code_has_a_sentence_in_both_languages() -> None:
    missing = [
        f"{code.value} ({language.value})"
        for code in Code
        for language in (Language.ZH, Language.EN)
        if not sentences().get(code.value, {}).get(language.value, "").strip()
    ]
    assert not missing, "no sentence for: " + ", ".join(missing)


def test_no_sentence_is_left_without_a_code() -> None:
    orphans = sorted(set(sentences()) - {code.value for code in Code})
    assert not orphans, "no code for: " + ", ".join(orphans)


def test_every_code_is_named_by_family_and_name() -> None:
    for code in Code:
        family, _, name = code.value.partition(".")
        assert family.isidentifier(), code
        assert name.isidentifier(), code


def test_both_languages_use_the_same_placeholders() -> None:
    for key, words in sentences().items():
        zh, en = placeholders(words["zh"]), placeholders(words["en"])
        assert set(zh) == set(en), key
        for name in zh | en:
            assert name.isidentifier(), f"{key}: a placeholder must be a plain name, not {name!r}"


def test_a_sentence_is_one_clean_line() -> None:
    for key, words in sentences().items():
        assert {"zh", "en"} <= set(words) <= {language.value for language in Language}, key
        for text in words.values():
            assert text == text.strip(), key
            assert "\n" not in text, key
            assert text[-1] in "。.！？!?）)", f"{key} does not end: {text}"


def test_a_fault_fills_its_sentence() -> None:
    fault = Fault(Code.JSON_UNREADABLE, path="甲.json", line=3, column=7)
    assert "“甲.json”" in sentence(fault)
    assert "第 3 行第 7 列" in sentence(fault)
    assert "line 3, column 7" in sentence(fault, Language.EN)


def test_a_missing_field_never_loses_the_sentence() -> None:
    assert "path" in sentence_for(Code.FILE_NOT_FOUND)


class Third:
    """A language that somebody begins."""

    value = "mn"


def test_where_another_language_lacks_a_word_it_is_said_in_english() -> None:
    third = cast(Language, Third)
    assert own({"zh": "甲", "en": "A"}, third) == "A"
    assert own({"zh": "甲", "en": "A", "mn": "А"}, third) == "А"
    assert told(bilingual("申请"), third) == told(bilingual("申请"), Language.EN)
    assert phrase("还剩 {days} 天", third, {"days": 1}) == "1 day left"
    assert phrase("{name}：{why}", third, {"name": "x", "why": bilingual("申请")}) == "x: Applications"
    assert sentence_for(Code.FILE_NOT_FOUND, third, path="x") == sentence_for(
        Code.FILE_NOT_FOUND, Language.EN, path="x"
    )
    assert word(Level.MID, third) == "mid"
    assert set(NATIVE) == set(Language)


def test_english_words_go_by_their_number() -> None:
    """One is not many, in a message and in a text of the program; what is no number is many."""
    assert "in 1 minute." in sentence_for(Code("vault.locked_out"), Language.EN, minutes=1)
    assert "in 2 minutes." in sentence_for(Code("vault.locked_out"), Language.EN, minutes=2)
    said = [phrase("还剩 {days} 天", Language.EN, {"days": days}) for days in (1, 0, 12, "?")]
    assert said == ["1 day left", "0 days left", "12 days left", "? days left"]
    assert phrase("还剩 {days} 天", Language.ZH, {"days": 1}) == "还剩 1 天"


def test_braces_in_a_value_are_shown_as_they_are() -> None:
    assert "“{x}.json”" in sentence_for(Code.FILE_NOT_FOUND, path="{x}.json")


def test_a_fault_tells_its_code_to_a_developer() -> None:
    fault = Fault(Code.FIELD_UNKNOWN, where="$.x")
    assert str(fault) == "input.field_unknown"
    assert repr(fault) == "Fault(input.field_unknown, {'where': '$.x'})"
