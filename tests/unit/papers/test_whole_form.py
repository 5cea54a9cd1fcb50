"""Whatever stands in whatever field of a whole form: it is wholly on the page, read back from the PDF, or an issue says
which field it is, how much room it has and how much is too much."""

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec import Struct, inspect, structs

from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.papers.bindings import Values, bind
from desktop_app.papers.form import Form
from desktop_app.papers.form_spec import Grid, PageSpec, Prose, Table, keys
from desktop_app.papers.issues import Issue, IssueKind
from desktop_app.papers.items import Run
from desktop_app.papers.laid import Laid, lay
from desktop_app.papers.render import drawn
from tests.support.papers import TABLES, application, request

pytestmark = pytest.mark.slow

FORMS = (
    Document.REVIEW_FORM,
    Document.SUBMISSION_FORM,
    Document.PLEDGE,
    Document.PUBLIC_NOTICE_REPORT,
    Document.RECOMMENDATION,
)
#: Ordinary and rare ideographs, Latin with numbers and signs, marks that bind to a side, Mongolian, a chosen shape.
PIECES = st.sampled_from(
    [
        *"草原生态监测技术研究年月，。；：《》（）“”—…·、／%",
        *"𬭎㛃𫘧ABkgQ 12.5-",
        "ᠮᠣᠩᠭᠣᠯ",
        "葛\U000e0100",
        "萨仁高娃",
        "\n",
    ]
)
#: No carried font has these, or none may be guessed.
STRANGE = st.sampled_from(["\ue123", "😀", "ก", "\U000f0001"])
LIMIT = 4000


@st.composite
def texts(draw: st.DrawFn, most: int, *, lines: bool) -> str:
    """A text of any length up to `most`: long ones repeat a short one, which is as hard to set and quicker to draw."""
    piece = "".join(draw(st.lists(PIECES, min_size=1, max_size=12)))
    piece += draw(st.one_of(st.just(""), st.just(""), STRANGE))
    wanted = draw(st.sampled_from([1, 8, 30, 60, 200, 900, LIMIT]))
    whole = unicodedata.normalize("NFC", (piece * wanted)[: min(wanted, most)])
    return whole if lines else whole.replace("\n", " ")


def _free(info: inspect.Type) -> int:
    """The longest free text that a field takes; 0 for what has a form of its own."""
    if isinstance(info, inspect.StrType) and info.pattern is None:
        return info.max_length or LIMIT
    return 0


def refilled(draw: st.DrawFn, value: Any) -> Any:
    """The value with some of its free texts drawn anew, down to the rows of its lists."""
    if isinstance(value, tuple):
        return tuple(refilled(draw, each) for each in value)
    if not isinstance(value, Struct):
        return value
    info = inspect.type_info(type(value))
    assert isinstance(info, inspect.StructType)
    changed: dict[str, Any] = {}
    for field in info.fields:
        held = getattr(value, field.name)
        if isinstance(held, str):
            most = _free(field.type)
            if most and draw(st.integers(0, 3)) == 0:
                changed[field.name] = draw(texts(most, lines=most >= LIMIT))
        else:
            changed[field.name] = refilled(draw, held)
    return structs.replace(value, **changed)


@st.composite
def applications(draw: st.DrawFn) -> Application:
    """A complete application of which about a quarter of the texts are anything."""
    return refilled(draw, application())  # type: ignore[no-any-return]


def bare(text: str) -> str:
    """Without blanks and ends of lines, which setting may move, and without the mark that runs entries on."""
    return "".join(text.split()).replace("；", "")


def templates(page: PageSpec) -> Iterator[str]:
    """Every text of a page that may bind single values."""
    for block in page.blocks:
        if isinstance(block, Grid):
            for cell in block.cells:
                yield from (f"{{{cell.bind}}}" if cell.bind else cell.text, cell.heading, *cell.foot)
        elif isinstance(block, Prose):
            yield from (block.text, *block.foot)
    yield from (text.text for text in page.texts)


def shown_pages(form: Form, values: Values) -> Iterator[PageSpec]:
    for page in form.pages:
        if not page.when or values.single.get(page.when) or values.rows.get(page.when):
            yield page


def printed(runs: Sequence[Run]) -> Mapping[str, str]:
    """All that is set for each field, in order."""
    found: dict[str, list[str]] = {}
    for run in runs:
        found.setdefault(run.field, []).append(run.text)
    return {field: bare("".join(parts)) for field, parts in found.items()}


def missing(form: Form, values: Values, placed: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Fields of which not all is on the pages, as many times as the form shows them, with what should be there."""
    wanted: Counter[tuple[str, str]] = Counter()
    for page in shown_pages(form, values):
        for template in templates(page):
            names = keys(template)
            held = {name: bare(values.single.get(name, "")) for name in names}
            wanted.update((names[0], text) for text in held.values() if text)
        for block in page.blocks:
            if isinstance(block, Table):
                for column in block.columns:
                    rows = values.rows.get(block.rows, ())
                    whole = "".join(bare(row.get(column.bind, "") or column.empty) for row in rows)
                    wanted[f"{block.rows}.{column.bind}", whole] += 1
    for (field, text), times in wanted.items():
        if text and placed.get(field, "").count(text) < times:
            yield field, text


def runs_of(laid: Laid, page: int) -> list[Run]:
    return [item for layer in (laid.pages, laid.overlays[0]) for item in layer[page].items if isinstance(item, Run)]


def read_back(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def says_enough(issue: Issue) -> bool:
    """Whether an officer knows from it what to mend, and by how much."""
    words = issue.words()
    named = bool(issue.field or issue.label) and (issue.label or issue.field) in words.zh
    counted = issue.kind is not IssueKind.OVERFLOW or (issue.excess >= 1 and f" {issue.excess} " in words.zh)
    return named and counted and (not issue.code_point or issue.code_point in words.zh)


def characters(text: str, without: set[str]) -> Counter[str]:
    """How often each is there; a reader gives a hyphen at the end of a line as a mark of its own."""
    plain = text.replace("\ufffe", "-").replace("\x02", "-").replace("\u00ad", "-")
    return Counter(c for c in plain if not c.isspace() and c not in without)


def hold(document: Document, subject: Application) -> None:
    asked = request(document, subject)
    laid = lay(asked)
    issues = laid.layout.issues
    assert all(says_enough(issue) for issue in issues), issues
    values = bind(subject, TABLES, asked.extra, asked.rows, asked.marking)
    runs = [run for page in range(len(laid.pages)) for run in runs_of(laid, page)]
    told = {issue.field for issue in issues}
    silent = [(field, text) for field, text in missing(laid.form, values, printed(runs)) if field not in told]
    assert not silent, silent
    boxed = {issue.character for issue in issues if issue.code_point} | {"\U000e0100"}
    for number, text in enumerate(read_back(drawn(laid).pdf)):
        wanted = characters("".join(run.text for run in runs_of(laid, number)), boxed)
        assert wanted == characters(text, boxed), (number, wanted - characters(text, boxed))


#: Without making what fails smaller, which takes minutes with whole forms; the long run does.
_QUICK = settings(
    max_examples=8, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
_LONG = settings(max_examples=400, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("document", FORMS)
@_QUICK
@given(subject=applications())
def test_all_of_a_form_is_on_the_page_or_said_to_be_missing(document: Document, subject: Application) -> None:
    hold(document, subject)


@pytest.mark.fuzz
@pytest.mark.parametrize("document", FORMS)
@_LONG
@given(subject=applications())
def test_all_of_a_form_is_on_the_page_for_long(document: Document, subject: Application) -> None:
    hold(document, subject)


def test_a_value_that_was_cut_without_a_word_would_be_noticed() -> None:
    laid = lay(request(Document.SUBMISSION_FORM))
    values = bind(application(), TABLES)
    runs = runs_of(laid, 0)
    assert not list(missing(laid.form, values, printed(runs)))
    names = [run for run in runs if run.field == "person.name"]
    cut = [run for run in runs if run not in names]
    assert ("person.name", "萨仁高娃") in list(missing(laid.form, values, printed(cut)))
