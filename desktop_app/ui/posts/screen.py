"""Posts: each line with what is set, filled, free and asked for; changes with their reason; the teachers' numbers."""

from dataclasses import replace
from functools import partial
from typing import Any

from msgspec import structs
from PySide6.QtWidgets import QWidget

from desktop_app.desk import posts
from desktop_app.desk.posts import PostRow, PostTable
from desktop_app.domain.findings import Verdict
from desktop_app.domain.marking import Marking
from desktop_app.domain.posts import FullSeniorPassed, PostChange, PostLine
from desktop_app.ui.context import Context
from desktop_app.ui.language import say
from desktop_app.ui.policy.towards import SettingButton
from desktop_app.ui.posts import words
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.sealing.tables import modest
from desktop_app.ui.widgets import confirm
from desktop_app.ui.widgets.asking import AskDialog
from desktop_app.ui.widgets.headsort import HeadSort
from desktop_app.ui.widgets.parts import PAGE, button, card, column, restyle, row, text

#: No line's id: after one was taken out, none is chosen.
_NONE = "-"


class PostsScreen(Screen):
    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._came: PostTable | None = None
        self._found: PostTable | None = None  # with its rows in the order that was asked for
        self._year = context.today.year
        self.told = text("", "muted")
        self.table = words.posts_table()
        self.order = HeadSort(self.table)
        self.order.changed.connect(self._again)
        self.without_button = button(say("看没有岗位的申报"), self._show_without, "quiet")
        self.without_button.hide()
        self.findings = text("")
        self.asking = text("", "muted")
        self.changes = text("", "muted")
        self.teachers = text("")
        self.add_button = button(say("新设岗位…"), partial(self.ask_line, new=True), "main")
        self.change_button = button(say("变更…"), partial(self.ask_line, new=False))
        self.remove_button = button(say("删除…"), self.ask_remove)
        self.teacher_button = button(say("登记正高级教师…"), self.ask_teachers)
        self.setting_button = SettingButton(context)
        self._lay_out()
        self.table.itemSelectionChanged.connect(self._chosen)
        self._chosen()
        self.load()

    def _lay_out(self) -> None:
        register = button(say("失信记录"), lambda: self.context.go(Place(ScreenKey.DISHONESTY)), "quiet")
        year = button(say("年度统计"), lambda: self.context.go(Place(ScreenKey.YEAR_FIGURES)), "quiet")
        top = row(
            self.told,
            self.without_button,
            year,
            register,
            self.remove_button,
            self.change_button,
            self.add_button,
            space=12,
        )
        top.setStretch(0, 1)
        line = card(text(say("这一行"), "h2"), self.findings, self.asking, self.changes, None)
        school = card(
            row(
                text(say("中小学正高级（五（九））"), "h2"),
                None,
                self.setting_button,
                self.teacher_button,
            ),
            self.teachers,
            None,
        )
        below = row(modest(line), modest(school), space=16)
        below.setStretch(0, 3)
        below.setStretch(1, 2)
        whole = column(top, self.table, below, space=12, margins=PAGE)
        whole.setStretch(1, 3)
        whole.setStretch(2, 2)
        self.setLayout(whole)

    def title(self) -> str:
        return say("岗位")

    def place(self) -> Place:
        return Place(ScreenKey.POSTS)

    def marking(self) -> Marking | None:
        """The highest of those who are named here."""
        return self._found.marking if self._found else None

    def first_focus(self) -> QWidget | None:
        return self.table if self.table.rowCount() else self.add_button

    def load(self, wanted: str = "") -> None:
        """Read everything anew; `wanted` is chosen, else the line that was."""
        picked = self.picked()
        chosen = wanted or (picked.line.id if picked else "")
        self.context.ask(self, lambda session, _: posts.table(session), partial(self._show, chosen))
        self.context.ask(self, lambda session, _: session.pack.year, self._of_year)

    def _of_year(self, year: int) -> None:
        self._year = year

    def _again(self) -> None:
        """In another order; the chosen line stays chosen."""
        if self._came is not None:
            picked = self.picked()
            self._show(picked.line.id if picked else "", self._came)

    def _show(self, chosen: str, found: PostTable) -> None:
        self._came = found
        self._found = found = replace(found, rows=tuple(self.order.ordered(found.rows, words.post_cells)))
        self.context.mark_changed.emit()
        over = sum(bool(one.overdrawn) for one in found.rows)
        parts = [say("{rows} 行", rows=len(found.rows))]
        if over:
            parts.append(say("{over} 行超出", over=over))
        if found.without:
            parts.append(say("{without} 份申报没有对应的岗位", without=len(found.without)))
        self.told.setText(say("outcome|，").join(parts))
        self.without_button.setVisible(bool(found.without))
        self.table.fill([words.post_cells(one) for one in found.rows])
        first = 0 if found.rows and chosen != _NONE else -1
        at = next((n for n, one in enumerate(found.rows) if one.line.id == chosen), first)
        if at >= 0:
            self.table.selectRow(at)
        self._show_teachers(found)
        self._chosen()

    def _show_teachers(self, found: PostTable) -> None:
        self.setting_button.show_for(found.findings)
        if found.full_senior is None:
            self.teachers.setText(say("还没有登记。"))
            return
        told = found.full_senior
        counted = say(
            "第二中学 {second_school} 人，其他学校 {others} 人。\n",
            second_school=told.second_school,
            others=told.others,
        )
        ground = "\n" + words.ground_words(told) if told.ground else ""
        self.teachers.setText(counted + words.finding_words(found.findings) + ground)

    def picked(self) -> PostRow | None:
        """The chosen line."""
        at = self.table.chosen()
        return self._found.rows[at] if self._found and 0 <= at < len(self._found.rows) else None

    def _chosen(self) -> None:
        one = self.picked()
        self.change_button.setEnabled(one is not None)
        self.remove_button.setEnabled(one is not None)
        self.changes.setText("")
        if one is None:
            self.findings.setText(say("选择一行，看占用情况和变更经过。"))
            self.asking.setText("")
            self.context.ask(self, lambda session, _: posts.history(session), self._show_all_changes)
            return
        bad = any(f.verdict in (Verdict.BLOCK, Verdict.WARN) for f in one.findings)
        restyle(self.findings, "tone", "block" if bad else "pass")
        self.findings.setText(words.finding_words(one.findings))
        self.asking.setText(words.asking_words(one.asking))
        line = one.line.id
        self.context.ask(self, lambda session, _: posts.history(session, line), self._show_changes)

    def _show_without(self) -> None:
        """Whom no line counts, each with the line that is missing."""
        if self._found is not None:
            self.table.clearSelection()
            self.table.setCurrentCell(-1, -1)
            self._chosen()
            self.findings.setText(words.without_words(self._found.without))

    def _show_all_changes(self, found: list[PostChange]) -> None:
        """Of every line, those taken out as well: these are in no row any more."""
        if self.picked() is None:
            self.changes.setText("\n".join(words.change_words(one, whose=True) for one in found[:8]))

    def _show_changes(self, found: list[PostChange]) -> None:
        self.changes.setText("\n".join(words.change_words(one) for one in found[:8]))

    def ask_line(self, *, new: bool) -> None:
        """The numbers of a line, and why they are so."""
        picked = None if new else self.picked()
        known = picked.line if picked else None
        if known is None and not new:
            return
        title = say("新设岗位") if new else say("变更岗位")
        self._open(
            (title, "", say("登记岗位")),
            words.line_fields(known),
            lambda found: lambda session: posts.put(session, words.line_of(known, self._year, found), found["reason"]),
        )

    def ask_remove(self) -> None:
        """Why a line goes."""
        picked = self.picked()
        if picked is None:
            return
        line = picked.line.id
        confirm.ask_reason(
            self,
            say("删除这一行？变更经过会保留。"),
            say("删除这一行"),
            lambda reason: self._remove(line, reason),
        )

    def _remove(self, line: str, reason: str) -> None:
        self.context.ask(self, lambda session, _: posts.remove(session, line, reason), lambda _: self.load(_NONE))

    def ask_teachers(self) -> None:
        """How many passed, and the days of the order that 五（九） sets."""
        known = self._found.full_senior if self._found else None
        told = known or FullSeniorPassed(year=self._year)
        self._open(
            (
                say("登记正高级教师"),
                say("超过全市控制数的不予登记。"),
                say("登记"),
            ),
            words.teacher_fields(told),
            lambda found: lambda session: posts.record_teachers(session, _told(told, found), found["reason"]),
        )

    def _open(self, said: tuple[str, str, str], fields: Any, act: Any) -> None:
        dialog = AskDialog(self.context, self, said, fields, act)
        dialog.done_.connect(lambda made: self.load(made.id if isinstance(made, PostLine) else ""))
        dialog.open()


def _told(known: FullSeniorPassed, found: dict[str, Any]) -> FullSeniorPassed:
    return structs.replace(known, **{name: value for name, value in found.items() if name != "reason"})
