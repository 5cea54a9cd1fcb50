"""Policy packs: every year's and edition's with its state; import, sign and export, compare, choose the current one."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.core.clock import CHINA
from desktop_app.desk import pack_choices, pack_list, policy_files
from desktop_app.desk.pack_list import PackRow
from desktop_app.desk.policy_files import Imported
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.packs.detail import PackDetail, named
from desktop_app.ui.packs.differences import DifferenceDialog
from desktop_app.ui.papers.lists import refill, table
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.parts import PAGE, button, column, row, scrolled, text

if TYPE_CHECKING:
    from desktop_app.desk.session import Session

#: At 100 %; the pack's name takes the rest.
_WIDTHS = (88, 72, 0, 176, 104, 72)


class PacksScreen(Screen):
    """`place.subject` is the digest of the chosen pack."""

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context, place)
        self._rows: tuple[PackRow, ...] = ()
        self.counted = text("", "muted")
        self.table = table(
            say("政策包"),
            [
                say("状态"),
                say("年度"),
                say("政策包与版次"),
                say("签发"),
                say("导入"),
                say("申报数"),
            ],
            _WIDTHS,
        )
        self.table.itemSelectionChanged.connect(self._chosen)
        self.detail = PackDetail()
        self.detail.use.connect(self._ask_use)
        self.detail.newest.connect(self._ask_newest)
        self.detail.save.connect(self._choose_target)
        self.detail.compare.connect(self._compare)
        self.detail.hide()
        self.take_button = button(say("导入政策包…"), self._choose, "main")
        self.settings_button = button(say("由本单位设定的事项"), lambda: context.go(Place(ScreenKey.POLICY)), "quiet")
        head = row(self.counted, self.settings_button, self.take_button)
        head.setStretch(0, 1)
        right = scrolled(self.detail)
        right.setFixedWidth(theme.px(440))
        sides = row(self.table, right, space=16)
        sides.setStretch(0, 1)
        whole = column(head, sides, space=12, margins=PAGE)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self._load()

    def title(self) -> str:
        return say("政策包")

    def place(self) -> Place:
        chosen = self._row()
        return Place(ScreenKey.PACKS, chosen.policy.digest if chosen else self._place.subject)

    def first_focus(self) -> QWidget | None:
        return self.table

    def _load(self) -> None:
        self.context.ask(self, lambda session, _: pack_list.rows(session), self._show)

    def _show(self, rows: Sequence[PackRow]) -> None:
        wanted = self.place().subject
        self._rows = tuple(rows)
        self.counted.setText(
            say("共 {rows} 个政策包。每份申报按它自己的政策包检查和打印；新的申报按现行的办理。", rows=len(rows))
        )
        at = next((number for number, one in enumerate(rows) if one.policy.digest == wanted), 0)
        refill(self.table, [_cells(one) for one in rows], at)

    def _row(self) -> PackRow | None:
        at = self.table.currentRow()
        return self._rows[at] if 0 <= at < len(self._rows) and self.table.selectedItems() else None

    def _chosen(self) -> None:
        chosen = self._row()
        self.detail.setVisible(chosen is not None)
        if chosen is not None:
            self.detail.show_row(chosen, [one for one in self._rows if one is not chosen])

    def _act(self, act: Callable[["Session"], object], done: str) -> None:
        self._place = self.place()
        self.setEnabled(False)
        self.context.ask(
            self,
            lambda session, _: act(session),
            lambda _: self._done(done),
            on_end=lambda: self.setEnabled(True),
        )

    def _done(self, done: str) -> None:
        self.context.note(done)
        self._load()

    # --- import and export

    def _choose(self) -> None:
        files.open_file(
            self,
            say("选择政策包文件"),
            say("政策包 (*{suffix});;所有文件 (*)", suffix=policy_files.SUFFIX),
            self.take_in,
        )

    def take_in(self, path: Path) -> None:
        """Import one pack; whatever is not as it must be is said, and nothing is kept."""
        self.setEnabled(False)
        self.context.ask(
            self,
            lambda session, _: policy_files.import_(session, path),
            self._taken,
            on_end=lambda: self.setEnabled(True),
        )

    def _taken(self, came: Imported) -> None:
        name, year = f"{came.policy.pack} {came.policy.edition}", came.policy.year
        if came.already:
            told = say("政策包 {name} 以前已有，没有改动。", name=name)
        elif came.in_force:
            told = say("已导入 {name}，新的申报按它办理；已有的申报不变。", name=name)
        elif came.current:
            told = say("已导入 {name}，到 {year} 年启用。", name=name, year=year)
            if came.policy.year < self.context.today.year:
                told = say("已导入 {name}，供 {year} 年度的申报。", name=name, year=year)
        else:
            told = say("已导入 {name}，它不是现行的。", name=name)
        self._place = Place(ScreenKey.PACKS, came.policy.digest)
        self.table.clearSelection()
        self._done(told)

    def _choose_target(self) -> None:
        chosen = self._row()
        if chosen is not None:
            name = policy_files.file_name(chosen.policy.pack, chosen.policy.edition)
            files.save_file(self, say("签发并导出政策包"), name, self.save_to)

    def save_to(self, path: Path) -> None:
        """Sign the chosen pack with this desk's key into a file for other desks."""
        chosen = self._row()
        if chosen is None:
            return
        done = say("已签发到 {path}。对方须先核对过本台名片的指纹；本单位的设定不在其中。", path=path)
        self._act(lambda session: policy_files.export_kept(session, chosen.policy, path), done)

    # --- current, differences

    def _ask_use(self) -> None:
        chosen = self._row()
        if chosen is None:
            return
        kept = chosen.policy
        confirm.ask(
            self,
            say(
                "把 {named} 设为 {year} 年度现行政策包？新的申报将按它办理；"
                "已有的草稿和已提交的申报不变。选定人和时间会记入日志。",
                named=named(chosen),
                year=kept.year,
            ),
            say("设为现行"),
            lambda: self._act(
                lambda session: pack_choices.choose(session, kept),
                say("{year} 年度现行政策包已改。", year=kept.year),
            ),
        )

    def _ask_newest(self) -> None:
        chosen = self._row()
        if chosen is None:
            return
        year = chosen.policy.year
        confirm.ask(
            self,
            say("撤销选定，{year} 年度改回以最新版次为现行？", year=year),
            say("改回最新版次"),
            lambda: self._act(
                lambda session: pack_choices.newest(session, year),
                say("{year} 年度以最新版次为现行。", year=year),
            ),
        )

    def _compare(self, other: PackRow) -> None:
        chosen = self._row()
        if chosen is None:
            return
        self.context.ask(
            self,
            lambda session, _: pack_choices.between(session, chosen.policy, other.policy),
            lambda step: DifferenceDialog(step, self).open(),
        )


def _cells(one: PackRow) -> tuple[str, ...]:
    kept = one.policy
    imported = kept.imported_at if kept.issuer else None
    return (
        word(one.standing, language()),
        str(kept.year),
        f"{kept.pack} {kept.edition}",
        one.issuer_name or say("随程序安装"),
        imported.astimezone(CHINA).strftime("%Y-%m-%d") if imported else "—",
        str(one.applications),
    )
