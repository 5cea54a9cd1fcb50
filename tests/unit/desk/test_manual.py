"""The manual against the program: every name it quotes is on a screen, every screen and message has its place."""

import argparse
import re
import tomllib

import pytest

from desktop_app.cli.main import parser
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, own, sentences
from desktop_app.core.resources import resource
from desktop_app.desk import manual
from desktop_app.domain.prose import Heading, Items, Picture, ProseFault, Rows, Style, plain, read, text_of
from desktop_app.policy import pack as packs
from desktop_app.ui.registry import ScreenKey
from tests.support.said import shows

BOTH = pytest.mark.parametrize("language", Language)
#: The languages that have every chapter; in others what is missing is read in English.
WHOLE = pytest.mark.parametrize("language", [Language.ZH, Language.EN])
QUOTED = {Language.ZH: re.compile("「([^」]*)」"), Language.EN: re.compile("“([^”]*)”")}


def chapters(language: Language) -> list[manual.Chapter]:
    return [chapter for part in manual.contents(language) for chapter in part.chapters]


def runs(chapter: manual.Chapter) -> list[manual.Run]:
    found: list[manual.Run] = []
    for block in chapter.blocks:
        if isinstance(block, Items):
            found += [run for item in block.items for run in item]
        elif isinstance(block, Rows):
            found += [run for row in block.rows for cell in row for run in cell]
        elif not isinstance(block, Picture):
            found += block.runs
    return found


@pytest.mark.slow
@WHOLE
def test_every_quoted_name_is_one_that_the_program_shows(language: Language) -> None:
    quoted = {
        (chapter.name, name)
        for chapter in chapters(language)
        if chapter.name not in ("rules", "errors")
        for block in chapter.blocks
        for name in QUOTED[language].findall(text_of(block))
    }
    assert len(quoted) > 50
    assert sorted(one for one in quoted if not shows(one[1], language)) == []


@BOTH
def test_every_screen_has_a_chapter_that_begins_with_a_title(language: Language) -> None:
    for key in ScreenKey:
        first = manual.chapter(key.value, language).blocks[0]
        assert isinstance(first, Heading)
        assert first.level == 1
    assert len({chapter.title for chapter in chapters(language)}) == len(chapters(language))


@BOTH
def test_every_link_and_picture_is_there(language: Language) -> None:
    for chapter in chapters(language):
        for run in runs(chapter):
            assert run.style is not Style.LINK or manual.named(run.target), (chapter.name, run.target)
        for block in chapter.blocks:
            if isinstance(block, Picture):
                assert manual.picture(block, language).startswith(b"\x89PNG"), block.file


def test_english_pictures_are_of_the_english_window() -> None:
    shown = {block.file for one in chapters(Language.EN) for block in one.blocks if isinstance(block, Picture)}
    assert {path.name for path in resource("help", "pictures", "en").glob("*.png")} == shown
    for file in shown:
        assert manual.picture(Picture(file, ""), Language.EN) != manual.picture(Picture(file, ""), Language.ZH), file


def test_every_screen_was_photographed_empty_as_usual_and_crowded() -> None:
    taken = {path.stem for path in resource("help", "pictures").glob("*.png")}
    wanted = {f"{key.value}{state}" for key in ScreenKey for state in ("", "-empty", "-crowded")}
    assert sorted(wanted - taken) == []


@WHOLE
def test_every_file_is_in_the_contents(language: Language) -> None:
    files = {path.stem for path in resource("help", language.value).glob("*.md")}
    assert files == {chapter.name for chapter in chapters(language)} - {"rules", "errors"}


@BOTH
def test_every_family_of_verbs_is_told(language: Language) -> None:
    verbs = next(one for one in parser(language)._actions if isinstance(one, argparse._SubParsersAction)).choices
    told = {
        run.text.split()[1] for run in runs(manual.chapter("commands", language)) if run.text.startswith("fengjuan ")
    }
    assert told == set(verbs)


@BOTH
def test_every_message_is_listed_with_its_sentence(language: Language) -> None:
    chapter = manual.chapter("errors", language)
    listed = {
        plain(item).rpartition(" ")[2]: plain(item)
        for block in chapter.blocks
        if isinstance(block, Items)
        for item in block.items
    }
    assert listed.keys() == {code.value for code in Code}
    for code in Code:
        beginning = re.split(r"\{[^}]+\}", own(sentences()[code.value], language))[0]
        assert listed[code.value].startswith(beginning)
        assert "{" not in listed[code.value]


@BOTH
def test_every_rule_of_the_pack_is_told_with_its_clause(language: Language) -> None:
    pack = packs.load_shipped()
    told = [text_of(block) for block in manual.chapter("rules", language).blocks]
    for rules in pack.rules.values():
        for each in rules:
            assert f"{each.rule.id}　{each.rule.clause}" in told
    assert not any("{" in words for words in told)
    table = next(block for block in reversed(manual.chapter("rules", language).blocks) if isinstance(block, Rows))
    assert [plain(row[1]) for row in table.rows[1:]] == [row.id for row in pack.coverage]


def test_the_search_finds_a_button_and_says_where() -> None:
    hits = manual.found("封条号 核验", Language.ZH)
    assert {hit.chapter.name for hit in hits} <= {"handover", "inbox", "start-department", "errors"}
    assert "recovery" in [hit.chapter.name for hit in manual.found("恢复单", Language.ZH)][:5]
    assert manual.found("没有这样的词", Language.ZH) == ()
    assert manual.found("  ", Language.ZH) == ()


def test_a_chapter_that_is_not_there_is_refused() -> None:
    with pytest.raises(Fault) as caught:
        manual.chapter("../../pyproject", Language.ZH)
    assert caught.value.code is Code.MANUAL_CHAPTER


@pytest.mark.parametrize(
    "text",
    [
        "a **b",
        "2. begins late",
        "1. one\n1. one again",
        "| a | b |\n| c | d |",
        "<b>no</b>",
        "one\ntwo",
        "#no space",
        "- `x",
    ],
)
def test_what_the_manual_is_not_written_in_is_refused(text: str) -> None:
    with pytest.raises(ProseFault):
        read(text)


def test_the_forms_of_a_chapter_are_read() -> None:
    table = "| a | b |\n|---|---|\n| c | d |"
    blocks = read(f"# 一\n\n1. **甲** [乙](home.md)\n2. `丙`\n- 丁\n\n{table}\n\n![图](x.png)\n> 注\n> 意")
    assert [type(block).__name__ for block in blocks] == ["Heading", "Items", "Items", "Rows", "Picture", "Note"]
    steps = blocks[1]
    assert isinstance(steps, Items)
    assert [run.style for run in steps.items[0]] == [Style.STRONG, Style.PLAIN, Style.LINK]
    assert text_of(blocks[3]) == "a b\nc d"


def test_advice_is_about_messages_that_there_are_and_stands_behind_them() -> None:
    advice = tomllib.loads(resource("help", "errors.toml").read_text(encoding="utf-8"))["advice"]
    codes = {code.value.replace(".", "_"): code.value for code in Code}
    assert advice.keys() <= codes.keys()
    told = [text_of(block) for block in manual.chapter("errors", Language.ZH).blocks]
    for name, words in advice.items():
        assert any(f"→ {words['zh']} {codes[name]}" in block for block in told)


@BOTH
def test_no_rule_says_the_same_thing_twice(language: Language) -> None:
    lists = [block.items for block in manual.chapter("rules", language).blocks if isinstance(block, Items)]
    assert [said for said in lists if len(set(said)) < len(said)] == []
