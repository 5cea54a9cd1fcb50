"""From a form and values to pages: pure, the same for preview, printer, tests and the panel of what does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop_app.papers import paper_code
from desktop_app.papers.bindings import Values
from desktop_app.papers.flow import Flow
from desktop_app.papers.form import Form
from desktop_app.papers.form_spec import Grid, PageSpec, Table, fill, keys
from desktop_app.papers.grids import lay_grid
from desktop_app.papers.issues import Issue, IssueKind
from desktop_app.papers.items import Backdrop, Matrix, Page, Picture
from desktop_app.papers.lines import remembering
from desktop_app.papers.placed import lay_list
from desktop_app.papers.prose import lay_prose, lay_spill
from desktop_app.papers.sheet import Rect, Sheet, check_glyphs, place, place_vertical
from desktop_app.papers.tables import lay_table
from desktop_app.papers.typeset import MM

_UNDER = 1.0  # millimetres between a text and the rule it stands on


@dataclass(frozen=True, slots=True)
class Layout:
    """The pages of one copy, and what stands in the way of printing them."""

    width: float
    height: float
    pages: tuple[Page, ...]
    issues: tuple[Issue, ...]


def lay_out(form: Form, values: Values, *, has_photo: bool = False) -> Layout:
    """The whole document once, without page numbers, marks or copy numbers."""
    with remembering():
        return _laid_out(form, values, has_photo=has_photo)


def _laid_out(form: Form, values: Values, *, has_photo: bool) -> Layout:
    sheets: list[Sheet] = []
    for number, spec in enumerate(form.pages):
        if _left_out(spec.when, values):
            continue
        for turn in _turns(spec, values):
            made = _page(form, spec, turn, len(sheets), has_photo=has_photo)
            if form.file.blank:
                made[0].items.insert(0, Backdrop(number))
            sheets.extend(made)
    issues = [*values.issues, *(issue for sheet in sheets for issue in sheet.issues)]
    most = form.file.pages_most
    if most and len(sheets) > most:
        issues.append(Issue(IssueKind.TOO_MANY_PAGES, "", form.title, room=most, excess=len(sheets) - most))
    pages = tuple(Page(tuple(sheet.items), sheet.small_marks) for sheet in sheets)
    return Layout(form.width, form.height, pages, _once(issues))


def _left_out(when: str, values: Values) -> bool:
    return bool(when) and not (values.single.get(when) or values.rows.get(when))


def _turns(spec: PageSpec, values: Values) -> Iterator[Values]:
    """The values of each time that a page is made."""
    if not spec.per:
        yield values
        return
    for row in values.rows.get(spec.per, ()) or ({},):
        yield replace(values, single=values.single | {f"each.{name}": value for name, value in row.items()})


def _once(issues: list[Issue]) -> tuple[Issue, ...]:
    """Each obstacle once: the same field may be printed on several pages."""
    kept: dict[tuple[object, ...], Issue] = {}
    for issue in issues:
        kept.setdefault((issue.kind, issue.field or issue.label, issue.character), issue)
    return tuple(kept.values())


def _page(form: Form, spec: PageSpec, values: Values, before: int, *, has_photo: bool) -> list[Sheet]:
    flow: Flow

    def new_sheet(described: PageSpec, continued: bool) -> Sheet:
        number = before + len(flow.sheets) + 1
        sheet = Sheet(number, form.styles, values.single, has_photo, described.small_marks or continued)
        _heading(sheet, described, continued=continued)
        _texts(sheet, described, continued=continued)
        if not continued:
            _fixed(sheet, described)
            for placed in described.lists:
                lay_list(sheet, placed, values.rows.get(placed.rows, ()))
        return sheet

    flow = Flow(spec, values.rows, new_sheet)
    flow.start()
    for block in spec.blocks:
        if _left_out(block.when, values):
            continue
        if isinstance(block, Grid):
            lay_grid(flow, block)
        elif isinstance(block, Table):
            lay_table(flow, block)
        else:
            lay_prose(flow, block)
    if flow.spills:
        flow.title = ""
        flow.turn()
        for spill in flow.spills:
            lay_spill(flow, spill)
    flow.close()
    return flow.sheets


def _heading(sheet: Sheet, spec: PageSpec, *, continued: bool) -> None:
    x, y, width, _ = spec.frame
    if spec.note and not continued:
        style = sheet.styles["page_note"]
        place(sheet, spec.note, Rect(x, y - 8.5, width, 7.0), style)
        y -= 7.0
    if spec.heading:
        style = sheet.styles["page_heading"]
        text = f"{spec.heading}（续）" if continued else spec.heading
        height = style.size * 1.5 / MM
        place(sheet, text, Rect(x, y - height - spec.heading_gap, width, height), style)


def _fixed(sheet: Sheet, spec: PageSpec) -> None:
    """Photos, rules and codes that have a place of their own."""
    if sheet.has_photo:
        sheet.items.extend(Picture(*box) for box in spec.photos)
    for x1, y1, x2, y2, weight in spec.rules:
        sheet.rule(x1, y1, x2, y2, weight)
    for code in spec.codes:
        content = sheet.values.get(code.bind, "")
        if content:
            sheet.items.append(Matrix(*code.at, code.size, paper_code.matrix(content, "Q"), content))


def _texts(sheet: Sheet, spec: PageSpec, *, continued: bool) -> None:
    """Texts that have a place of their own."""
    for text in spec.texts:
        if continued and not text.every:
            continue
        rect = Rect(*text.box)
        shown = fill(text.text, sheet.values)
        name = (keys(text.text) or ("",))[0]
        check_glyphs(sheet, shown, name, text.name)
        if shown:
            setter = place_vertical if text.vertical else place
            setter(sheet, shown, rect, sheet.styles[text.style], name, text.name)
        if text.rule:
            low = rect.y + rect.height + _UNDER
            sheet.rule(rect.x, low, rect.x + rect.width, low)
