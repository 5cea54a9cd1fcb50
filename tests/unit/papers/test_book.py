"""A book as PDF: contents with the right page numbers, bookmarks, links, pictures, every font inside."""

import io

import pikepdf
import pypdfium2
import pytest

from desktop_app.core.messages import Language
from desktop_app.core.resources import resource
from desktop_app.domain.prose import read
from desktop_app.papers import book
from desktop_app.papers.book import Book, BookChapter

FIRST = "# 第一章\n\n先看 [第二章](two.md)，再按**确认**，输入 `fengjuan <x>`。"
FIRST += "\n\n## 步骤\n\n1. 甲\n2. 乙\n\n![窗口](w.png)"
SECOND = "# 第二章\n\n> 注意\n\n| 键 | 作用 |\n|---|---|\n| F1 | 帮助 |\n\n" + "\n\n".join(
    f"第{at}段。" * 30 for at in range(40)
)
THIRD = "# 第三章\n\n完。"


@pytest.fixture(scope="module")
def pdf() -> bytes:
    picture = resource("help", "pictures", "front-door.png").read_bytes()
    texts = {"one": FIRST, "two": SECOND, "three": THIRD}
    chapters = [BookChapter(name, read(text)) for name, text in texts.items()]
    return book.written(
        Book("手册", "版本 1", "目录", [("上", chapters[:2]), ("下", chapters[2:])], Language.ZH, lambda _: picture)
    )


def pages(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def test_the_contents_name_the_page_where_each_chapter_begins(pdf: bytes) -> None:
    texts = pages(pdf)
    lines = [line.split() for line in texts[1].splitlines()]
    told = {line[0]: int(line[-1]) for line in lines if line[0].startswith("第")}
    begins = {
        title: next(at for at, text in enumerate(texts, 1) if at > 2 and title in text.splitlines()) for title in told
    }
    assert told == begins
    assert list(told) == ["第一章", "第二章", "第三章"]
    assert told["第三章"] == len(texts) > 7


def test_headings_are_bookmarks(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        assert [one.title for one in outline.root] == ["上", "下"]
        assert [one.title for one in outline.root[0].children] == ["第一章", "第二章"]
        assert [one.title for one in outline.root[0].children[0].children] == ["步骤"]
        assert str(document.Root.Lang) == "zh-CN"


def test_every_font_is_inside_and_the_words_can_be_found(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"]
        assert fonts
        assert all("/FontFile2" in one.FontDescriptor for one in fonts)
        images = [
            one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]
        assert images
    whole = "".join(pages(pdf))
    assert "先看 第二章，再按确认，输入 fengjuan <x>。" in whole
    assert "帮助" in whole


def test_the_same_book_is_the_same_file(pdf: bytes) -> None:
    chapter = BookChapter("three", read(THIRD))
    made = [book.written(Book("册", "", "目录", [("一", [chapter])], Language.ZH, lambda _: b"")) for _ in range(2)]
    assert made[0] == made[1]


def test_no_line_begins_or_ends_with_a_mark_that_may_not() -> None:
    text = "，".join(["按「封装到所选介质」", "再按“核对指纹…”（见下）", "FJ-QCCH01-000001"] * 60) + "。"
    chapter = BookChapter("long", read(f"# 长\n\n{text}\n\n1. **{text}**"))
    pdf = book.written(Book("册", "", "目录", [("一", [chapter])], Language.ZH, lambda _: b""))
    lines = [line.strip() for page in pages(pdf)[3:] for line in page.splitlines()]
    assert len(lines) > 30
    assert not [line for line in lines if line[0] in "，。、；：？！）」』”…" or line[-1] in "「『（“"]
    assert "".join(lines).count("FJ-QCCH01-000001") == 120


def test_a_short_guide_flows_on_and_sets_marks_as_narrow_as_its_letters() -> None:
    chapters = [BookChapter(f"c{at}", read(f"# Chapter {at}\n\nPress “Save as PDF…” once.")) for at in range(4)]
    made = {
        language: pages(book.written(Book("Guide", "", "Contents", [("Part", chapters)], language, lambda _: b"")))
        for language in Language
    }
    english = "".join(made[Language.EN])
    assert 'Press "Save as PDF..." once.' in english
    assert not set("“”…") & set(english)
    assert len(made[Language.EN]) == 3  # cover, contents, the part with all its chapters
    assert made[Language.EN][2].split()[2] == "Part"  # the foot is read first
    assert len(made[Language.ZH]) == 7
    assert "“Save as PDF…”" in "".join(made[Language.ZH])


def test_the_parts_of_a_short_guide_flow_on_too() -> None:
    def guide(paragraphs: int) -> list[str]:
        text = "\n\n".join(["# Chapter", *["One line."] * paragraphs])
        parts = [(f"Part {at}", [BookChapter(f"c{at}", read(text))]) for at in range(3)]
        return pages(book.written(Book("Guide", "", "Contents", parts, Language.EN, lambda _: b"")))

    assert len(guide(1)) == 3
    whole = guide(22)  # no room for a head and some text below the part before
    assert [page.split()[2:4] for page in whole[2:]] == [["Part", f"{at}"] for at in range(3)]


@pytest.mark.parametrize("lines", range(27, 33))
def test_a_line_that_leads_to_a_list_stands_with_it(lines: int) -> None:
    fill = "\n\n".join(["一行。"] * lines)
    chapter = BookChapter("long", read(f"# 长\n\n{fill}\n\n以下各项：\n\n- 第一项"))
    found = pages(book.written(Book("册", "", "目录", [("一", [chapter])], Language.ZH, lambda _: b"")))
    assert ["第一项" in page for page in found] == ["以下各项" in page for page in found]


def test_no_page_begins_with_the_last_line_of_a_paragraph() -> None:
    told = "# Guide\n\n" + "\n\n".join(["begin " + "goes on " * 26 + "done"] * 75)
    parts = [("Part", [BookChapter("one", read(told))])]
    made = pages(book.written(Book("Book", "Version 1", "Contents", parts, Language.EN, lambda _: b"")))
    firsts = [text.splitlines()[1] for text in made[3:]]  # the foot is read first
    assert len(firsts) > 4
    assert [first for first in firsts if "done" in first and "begin" not in first] == []


def test_a_short_word_in_a_table_stands_in_one_line() -> None:
    paper = "Proofs of achievements, awards, projects and transfers since the present post"
    copies = "3 or 2 or 1 (by the years of service)"
    table = f"| Paper | Clause | Size | Copies |\n|---|---|---|---|\n| {paper} | 附件1.10 | original | {copies} |"
    chapter = BookChapter("table", read(f"# T\n\n{table}"))
    made = book.written(Book("Guide", "", "Contents", [("Part", [chapter])], Language.EN, lambda _: b""))
    page = pypdfium2.PdfDocument(made)[2].get_textpage()
    at, count = page.search("附件1.10").get_next()
    bottoms = {round(page.get_charbox(at + one)[1] / 10) for one in range(count)}
    assert len(bottoms) == 1
