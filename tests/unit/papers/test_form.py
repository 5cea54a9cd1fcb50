"""Forms as data: the shipped ones are sound, and each single fault in a form file is refused by name."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import forms_folder
from desktop_app.domain.copies import Document
from desktop_app.papers.form import form_names, load, variants
from desktop_app.papers.form_spec import FormFile, Grid

SOUND = """
id = "slip"
title = "条"
paper = "A4"
extra = ["code"]
[lists]
lines = ["what"]
[[pages]]
id = "one"
frame = [20, 20, 100, 100]
texts = [{ box = [20, 5, 50, 10], text = "{person.name|无}", style = "value" }]
codes = [{ at = [150, 20], size = 20, bind = "extra.code" }]
[[pages.blocks]]
kind = "grid"
cols = [40, 60]
rows = [10, 10]
cells = [
  { at = [0, 0], label = "姓名" },
  { at = [0, 1], bind = "person.name" },
  { at = [1, 0], span = [1, 2], heading = "意见：", foot = ["{opinions.unit.on|年月日}"] },
]
[[pages.blocks]]
kind = "table"
rows = "lines"
columns = [{ label = "内容", bind = "what", width = 100 }]
[[pages.blocks]]
kind = "prose"
text = "{work_summary}"
fill = true
"""

#: A list at a place of its own.
PLACED = """lists = [
  {{ at = [20, 200], rows = "{rows}", row = 8, count = 3, columns = [{{ width = 60, bind = "{bind}" }}] }},
]
"""

FAULTS = {
    "unknown key": ('title = "条"', 'title = "条"\ncolour = "red"', "unknown field `colour`"),
    "unknown key in a cell": ('label = "姓名"', 'label = "姓名", colour = "red"', "unknown field `colour`"),
    "wrong type": ("rows = [10, 10]", 'rows = ["10", 10]', "Expected `float`"),
    "unknown kind": ('kind = "prose"', 'kind = "poem"', "Invalid value 'poem'"),
    "missing key": ('paper = "A4"', "", "missing required field `paper`"),
    "unknown paper": ('paper = "A4"', 'paper = "A5"', "Invalid enum value 'A5'"),
    "negative size": ("cols = [40, 60]", "cols = [-40, 140]", "Expected `float` > 0"),
    "other id": ('id = "slip"', 'id = "slop"', "id is slop"),
    "gap": ('  { at = [0, 1], bind = "person.name" },\n', "", "gap at row 0, column 1"),
    "overlap": ("span = [1, 2], heading", "span = [2, 2], heading", "outside the grid"),
    "overlap within": ("at = [0, 1], bind", "at = [0, 0], span = [1, 2], bind", "overlap at row 0, column 0"),
    "narrow columns": ("cols = [40, 60]", "cols = [40, 59.9]", "columns are 99.90 mm wide"),
    "wide table": ('bind = "what", width = 100', 'bind = "what", width = 101', "columns are 101.00 mm wide"),
    "grid too high": ("rows = [10, 10]", "rows = [10, 95]", "grids are 105.0 mm high"),
    "frame off the paper": ("frame = [20, 20, 100, 100]", "frame = [120, 20, 100, 100]", "leaves the paper"),
    "text off the paper": ("box = [20, 5, 50, 10]", "box = [180, 5, 50, 10]", "leaves the paper"),
    "unknown value": ('bind = "person.name" }', 'bind = "person.nmae" }', "unknown value person.nmae"),
    "unknown value in a template": ("{person.name|无}", "{person.nmae|无}", "unknown value person.nmae"),
    "braces that are no value": ("{person.name|无}", "{Person.name}", "braces that are no value"),
    "undeclared extra": ('bind = "extra.code"', 'bind = "extra.cod"', "unknown value extra.cod"),
    "unknown list": ('rows = "lines"', 'rows = "line"', "unknown list line"),
    "unknown column": ('bind = "what"', 'bind = "waht"', "unknown column lines.waht"),
    "unknown style": ('style = "value"', 'style = "valeu"', "unknown style valeu"),
    "two contents": ('label = "姓名"', 'label = "姓名", bind = "person.name"', "must have one content"),
    "no content": ('{ at = [0, 0], label = "姓名" }', "{ at = [0, 0] }", "must have one content"),
    "unknown condition": ('id = "one"', 'id = "one"\nwhen = "person.nmae"', "unknown condition person.nmae"),
    "minimum above size": ("[lists]", "[styles.value]\nsize = 9\nminimum = 10\n[lists]", "minimum above size"),
    "fill in the middle": ('rows = "lines"', 'rows = "lines"\nfill = true', "only the last block"),
    "no room for a foot": ("fill = true", "foot_height = 90", "needs 110.0 mm"),
    "unknown list of pages": ('id = "one"', 'id = "one"\nper = "line"', "unknown list line"),
    "unknown condition of a block": (
        'rows = "lines"',
        'rows = "lines"\nwhen = "person.nmae"',
        "block 1: unknown condition",
    ),
    "unknown shade": ('bind = "what"', 'bind = "what", shade = "dark"', "unknown shade lines.dark"),
    "unknown placed list": (
        "codes = [",
        f"{PLACED.format(rows='line', bind='what')}codes = [",
        "list line: unknown list",
    ),
    "placed list of nothing": (
        "codes = [",
        f"{PLACED.format(rows='lines', bind='')}codes = [",
        "list lines: no column has a value",
    ),
    "two pages of one id": ("[lists]", '[[pages]]\nid = "one"\nframe = [1, 1, 9, 9]\n[lists]', "two pages have one id"),
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    def written(content: str) -> Path:
        folder = tmp_path / "slip"
        folder.mkdir(exist_ok=True)
        (folder / "form.toml").write_text(content, encoding="utf-8")
        return folder

    return written


def test_the_sound_form_is_sound(write: Callable[[str], Path]) -> None:
    form = load(write(SOUND))
    assert (form.title, form.width, form.height) == ("条", 210.0, 297.0)


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_refused_by_name(name: str, write: Callable[[str], Path]) -> None:
    old, new, says = FAULTS[name]
    assert SOUND.count(old) == 1
    with pytest.raises(Fault) as caught:
        load(write(SOUND.replace(old, new)))
    assert caught.value.code is Code.FORM_INVALID
    assert caught.value.fields["form"] == "slip"
    assert says in str(caught.value.fields["detail"])


def test_what_is_no_toml_is_unreadable(write: Callable[[str], Path]) -> None:
    with pytest.raises(Fault, match="form_unreadable"):
        load(write("id = \n"))
    folder = write("")
    (folder / "form.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Fault, match="form_unreadable"):
        load(folder)


def test_a_form_that_is_not_there_is_not_found(tmp_path: Path) -> None:
    for name in ("no_such_form", "../forms/review_form", "", tmp_path / "none"):
        with pytest.raises(Fault, match="form_not_found"):
            load(name)


def test_every_document_has_its_form_and_every_form_loads() -> None:
    others = {form.id for document in Document for form in variants(document.value)}
    assert set(form_names()) == {document.value for document in Document} | others
    for document in Document:
        assert load(document.value).file.numbered == document.numbered


def test_a_variant_prints_what_the_usual_form_prints() -> None:
    usual, (across,) = load("submission_form").file, variants("submission_form")
    assert (across.width, across.height) == (420, 297)
    for same in ("title", "extra", "lists", "numbered", "duplex", "marked", "foot", "pages_most"):
        assert getattr(across.file, same) == getattr(usual, same)
    assert printed(across.file) == printed(usual)


def printed(file: FormFile) -> set[str]:
    """Every value and every label of a form."""
    cells = [cell for page in file.pages for block in page.blocks if isinstance(block, Grid) for cell in block.cells]
    templates = [text.text for page in file.pages for text in page.texts]
    templates += [template for cell in cells for template in (cell.bind, cell.text, cell.heading, *cell.foot)]
    return {"".join(words.split()) for words in (*templates, *(cell.label for cell in cells))}


def test_a_folder_beside_the_shipped_forms_is_read_the_same(tmp_path: Path) -> None:
    shutil.copytree(forms_folder() / "review_form", tmp_path / "review_form")
    assert load(tmp_path / "review_form") == load("review_form")


def test_the_submission_form_keeps_the_measured_rows() -> None:
    measured = [47.5, 62.1, 76.6, 91.2, 105.8, 120.3, 143.1, 172.1, 201.0, 237.1, 260.4, 313.0, 335.4]
    page = load("submission_form").pages[0]
    y, edges = page.frame[1], []
    for block in page.blocks:
        assert isinstance(block, Grid)
        for row in block.rows:
            edges.append(y)
            y += row
    assert page.frame[0] == 17.1
    assert page.frame[2] == 262.8
    for edge in measured:
        assert min(abs(edge - found) for found in edges) < 0.11
    assert any(abs(edge - 364.6) < 0.11 for edge in edges)  # where the measured table ends
