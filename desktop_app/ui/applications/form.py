"""One section of the form as a page: pairs of label and field on a grid, tables below, all bound to the draft."""

import msgspec
from PySide6.QtWidgets import QWidget

from desktop_app.desk.pledge_words import pledge_words
from desktop_app.domain import paths
from desktop_app.domain.application import Application
from desktop_app.ui.applications import layout
from desktop_app.ui.applications.draft import Draft
from desktop_app.ui.applications.layout import FieldPlan, SectionPlan, TablePlan
from desktop_app.ui.applications.pairs import Pair, Pairs
from desktop_app.ui.language import say
from desktop_app.ui.messages import sentence
from desktop_app.ui.widgets.fields import ChoiceField, Field, LineField, LongField
from desktop_app.ui.widgets.formats import ChoiceFormat, TextFormat
from desktop_app.ui.widgets.gridmodel import Rows
from desktop_app.ui.widgets.parts import PAGE, UpDown, card, column, text
from desktop_app.ui.widgets.tablefield import TableField

#: Longer texts get a field of several lines.
_LONG = 200
#: The section in which the person answers for everything.
PLEDGE = "pledge"


class SectionPage(UpDown):
    """Made when its section is first opened."""

    def __init__(self, section: SectionPlan, draft: Draft) -> None:
        super().__init__()
        self._draft = draft
        self._fields: dict[str, Field | TableField] = {}
        inside = QWidget()
        parts: list[QWidget] = [text(section.title, "h1")]
        if section.fields:
            parts.append(self._pairs(section.fields))
        self._pledge = text("") if section.key == PLEDGE else None
        if self._pledge is not None:  # it is confirmed only after it was read
            self._pledge.setAccessibleDescription(say("承诺内容"))
            parts.insert(1, card(self._pledge))
        for table in section.tables:
            parts.append(self._table(table, section))
        inside.setLayout(column(*parts, None, space=16, margins=PAGE))
        self.setWidget(inside)
        draft.shown.connect(self.refresh)
        draft.refused.connect(self._complain)
        self.refresh()

    def _pairs(self, plans: list[FieldPlan]) -> Pairs:
        made = []
        for plan in plans:
            field = self._field(plan)
            label = field.label(f"{plan.name}\N{NO-BREAK SPACE}*" if plan.required else plan.name)
            made.append(Pair(label, field, plan.wide))
        return Pairs(made)

    def _field(self, plan: FieldPlan) -> Field:
        name = f"{plan.name}{say('（必填）')}" if plan.required else plan.name
        if isinstance(plan.form, ChoiceFormat):
            field: Field = ChoiceField(plan.path, name, plan.form)
        elif isinstance(plan.form, TextFormat) and plan.form.limit > _LONG:
            field = LongField(plan.path, name, plan.form, plan.limit or plan.form.limit)
        else:
            field = LineField(plan.path, name, plan.form)
        field.edited.connect(self._draft.edit)
        self._fields[plan.path] = field
        return field

    def _table(self, plan: TablePlan, section: SectionPlan) -> QWidget:
        kind = layout.row_type(plan.path)

        def blank(rows: Rows) -> msgspec.Struct:
            return new_row(kind, rows, self._draft.now)

        field = TableField(plan.path, section.title, plan.columns, blank)
        field.edited.connect(self._draft.edit)
        self._fields[plan.path] = field
        return field

    def refresh(self) -> None:
        """Show the draft as it is now."""
        now = self._draft.now
        if self._pledge is not None:
            self._pledge.setText(pledge_words(now, self._draft.pack))
        for path, field in self._fields.items():
            if path == "filing.series_track" and isinstance(field, ChoiceField):
                field.offer(layout.tracks(self._draft.pack, now))
            if path == "filing.title" and isinstance(field, ChoiceField):
                field.offer(layout.titles(self._draft.pack, now))
            field.show_value(paths.get(now, path))

    def _complain(self, path: str, fault: object) -> None:
        field = self._fields.get(path)
        if field is not None:
            field.complain(sentence(fault))  # type: ignore[arg-type]

    def set_read_only(self, on: bool) -> None:
        """A submitted version cannot be edited."""
        for field in self._fields.values():
            field.set_read_only(on)

    def go(self, path: str) -> bool:
        """Put the keyboard into the field at `path`. Returns whether it is here."""
        table = path.split("[")[0].split(".")[0]
        exact = self._fields.get(layout.without_rows(path))
        if isinstance(exact, Field):
            exact.setFocus()
            self.ensureWidgetVisible(exact)
            return True
        found = self._fields.get(table)
        if not isinstance(found, TableField):
            return False
        name, at = layout.without_rows(path).rpartition(".")[2], _row_number(path)
        self.ensureWidgetVisible(found)
        found.go(at, name)
        return True

    def field(self, path: str) -> Field:
        """The field bound to exactly `path`. Raises `KeyError` when this section has none."""
        found = self._fields[path]
        if not isinstance(found, Field):
            raise KeyError(path)
        return found

    def table(self, path: str) -> TableField:
        """The table bound to `path`. Raises `KeyError` when this section has none."""
        found = self._fields[path]
        if not isinstance(found, TableField):
            raise KeyError(path)
        return found

    def first(self) -> QWidget | None:
        """The first field of the section."""
        return next(iter(self._fields.values()), None)

    def where(self) -> str:
        """The path of the field that has the keyboard, "" when none has."""
        holder = self.focusWidget()
        for path, field in self._fields.items():
            if holder is not None and (field is holder or field.isAncestorOf(holder)):
                return path
        return ""


def _row_number(path: str) -> int:
    inside = path.partition("[")[2].partition("]")[0]
    return int(inside) if inside.isdecimal() else 0


def new_row(kind: type[msgspec.Struct], rows: Rows, application: Application) -> msgspec.Struct:
    """An empty row; tables by year go on with the year after the last one."""
    if "year" not in {field.name for field in msgspec.structs.fields(kind) if field.required}:
        return kind()
    years = [row.year for row in rows if hasattr(row, "year")]
    return kind(year=max(years) + 1 if years else application.year - 5)
