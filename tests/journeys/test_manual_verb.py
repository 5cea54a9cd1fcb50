"""The manual at a terminal: its contents, a chapter, a search, and what is not there."""

from pathlib import Path

import pypdfium2

from tests.support.verbs import run


def test_contents_chapter_and_search() -> None:
    contents = run("manual", "--json").data["contents"]
    assert contents[0]["chapters"]["start-applicant"] == "个人：从填写到交给单位"
    chapter = run("manual", "inbox")
    assert chapter.code == 0
    assert "核验并导入" in chapter.out
    assert "Check and import" in run("manual", "inbox", "--lang", "en").out
    found = run("manual", "--find", "恢复单")
    assert found.code == 0
    assert "recovery" in found.out
    assert run("manual", "--find", "没有这样的词").code == 1


def test_a_chapter_that_is_not_there_is_one_sentence() -> None:
    ran = run("manual", "nothing")
    assert ran.code == 2
    assert ran.err.splitlines() == ["手册里没有“nothing”这一章。不写章名可以看到目录。"]


def test_the_whole_as_a_pdf_that_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "guide.pdf"
    assert run("manual", "--lang", "en", "--pdf", out).code == 0
    document = pypdfium2.PdfDocument(out)
    assert "Fengjuan" in document[0].get_textpage().get_text_range()
    assert len(list(document.get_toc())) > 40
    document.close()
    again = run("manual", "--lang", "en", "--pdf", out)
    assert again.code == 2
    assert "exists already" in again.err
