"""Which field of the form is shown how: labels give order and words, types give formats, code tables the choices."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from desktop_app.desk import words
from desktop_app.domain import paths
from desktop_app.domain.application import Application
from desktop_app.domain.kinds import Desk
from desktop_app.ui.language import said
from desktop_app.ui.widgets.formats import (
    ChoiceFormat,
    CountFormat,
    DateFormat,
    DecimalFormat,
    Format,
    MonthFormat,
    TextFormat,
    code_choices,
)
from desktop_app.ui.widgets.gridmodel import Column
from desktop_app.ui.widgets.kinds import ONE_LINE, format_of

if TYPE_CHECKING:
    from desktop_app.desk.kept_packs import Pack
    from desktop_app.desk.session import Session

#: Fields that hold a code of a table.
CODES = {
    "person.ethnic_group": "ethnic",
    "person.political_status": "political",
    "education.level": "education",
    "education.degree": "degree",
    "unit.area": "area",
    "standing.labour_area": "area",
    "filing.series": "series",
}
#: Sections with a page of their own.
OWN_PAGES = ("marking", "materials")
#: Filled by the program alone.
SET_BY_PROGRAM = ("schema", "filing.submitted_on", "online.compared_content", "public_notice.objection")
_TABLE_ROW = re.compile(r"^(?P<table>[a-z_]+)\[\]\.(?P<column>[a-z_]+)$")


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One labelled field."""

    path: str
    name: str
    required: bool
    form: Format
    limit: int

    @property
    def wide(self) -> bool:
        """Whether it takes the whole width."""
        return isinstance(self.form, TextFormat) and self.form.limit >= ONE_LINE


@dataclass(frozen=True, slots=True)
class TablePlan:
    """One table with its columns."""

    path: str
    columns: list[Column]


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """One section of the form."""

    key: str
    title: str
    fields: list[FieldPlan]
    tables: list[TablePlan]

    def holds(self, path: str) -> bool:
        """Whether the place `path` is in this section."""
        bare = without_rows(path)
        if bare.split(".")[0] == self.key:
            return True
        return any(f.path == bare for f in self.fields) or any(t.path == bare.split(".")[0] for t in self.tables)


def spot(session: "Session", path: str) -> str:
    """A field's place in the editor, as `Place.spot` names it: its section, then its path."""
    key = next((section.key for section in plan(session.pack) if section.holds(path)), "")
    return f"{key} {path}"


def without_rows(path: str) -> str:
    """`study[2].school` and `study[].school` as `study.school`."""
    return re.sub(r"\[\d*\]", "", path)


def plan(pack: "Pack") -> list[SectionPlan]:
    """All sections in the form's order, those without a field of ours left out; choices are the pack's."""
    made: dict[str, SectionPlan] = {
        key: SectionPlan(key, said(title), [], []) for key, title in words.sections().items()
    }
    for label in words.labels().values():
        section = made[label.section]
        if section.key in OWN_PAGES:
            continue
        row = _TABLE_ROW.match(label.path)
        if row is not None:
            _table(section, row["table"]).columns.append(_column(row["table"], row["column"], label))
        elif _is_single(label.path):
            section.fields.append(
                FieldPlan(label.path, said(label), label.required, _form(label.path, pack), label.limit)
            )
    return [section for section in made.values() if section.fields or section.tables or section.key in OWN_PAGES]


def _is_single(path: str) -> bool:
    """Whether `path` is one field that a person types: not a table, not the mark, not the list of scans."""
    try:
        value = paths.get(Application(), path)
    except KeyError:
        return False
    return not isinstance(value, tuple | msgspec.Struct) and path not in SET_BY_PROGRAM


def _owner(path: str) -> tuple[type[msgspec.Struct], str]:
    *above, name = path.split(".")
    owner: object = paths.get(Application(), ".".join(above)) if above else Application()
    assert isinstance(owner, msgspec.Struct)
    return type(owner), name


def _form(path: str, pack: "Pack") -> Format:
    if path in CODES:
        return code_choices(words.codes(pack, CODES[path]))
    if path == "filing.series_track":
        return tracks(pack, Application())
    if path == "filing.title":
        return titles(pack, Application())
    return format_of(*_owner(path))


def tracks(pack: "Pack", application: Application) -> ChoiceFormat:
    """The tracks of the chosen series."""
    return code_choices(words.track_choices(pack, application.filing.series))


def titles(pack: "Pack", application: Application) -> ChoiceFormat:
    """The titles of the chosen series and track, lowest first."""
    filing = application.filing
    return code_choices(words.title_choices(pack, filing.series, filing.series_track))


def _table(section: SectionPlan, path: str) -> TablePlan:
    for table in section.tables:
        if table.path == path:
            return table
    section.tables.append(TablePlan(path, []))
    return section.tables[-1]


def row_type(table: str) -> type[msgspec.Struct]:
    """The struct of a table's rows."""
    declared = paths.field_type(Application, table)
    kind = declared.__args__[0]
    assert issubclass(kind, msgspec.Struct)
    return kind  # type: ignore[no-any-return]


def _column(table: str, name: str, label: words.FieldLabel) -> Column:
    form = format_of(row_type(table), name)
    head = said(label)
    return Column(name, head, form, _width(form, label.limit), label.required)


def _width(form: Format, limit: int) -> int:
    match form:
        case MonthFormat():
            return 92
        case DateFormat():
            return 112
        case CountFormat() | DecimalFormat():
            return 76
        case ChoiceFormat(choices=choices):
            return 96 if len(choices) > 3 else 68
        case TextFormat():
            return 84 if 0 < limit <= 20 else 180 if limit > 60 else 132
    return 100


def belongs(section: str, desk: Desk) -> bool:
    """Whether a desk of this kind fills in a section: earlier desks are not offered the parts of later ones."""
    if section == "review":
        return desk is Desk.COMMITTEE_OFFICE
    return section not in ("opinions", "recommendation") or desk is not Desk.APPLICANT
