"""The pool in and out: by the office's workbook, and sealed from one office to another; looked at before it counts."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMenu, QPushButton

from desktop_app.core.ids import ContactId
from desktop_app.desk import expert_sheet, seal, shared_pool, sharing
from desktop_app.desk.expert_sheet import PoolImport
from desktop_app.desk.shared_pool import CameIn, PoolChange
from desktop_app.domain.makings import Making
from desktop_app.domain.records import Contact
from desktop_app.domain.statements import ExpertPool
from desktop_app.ui.committees.page import Page
from desktop_app.ui.language import said, say
from desktop_app.ui.registry import Place, ScreenKey
from desktop_app.ui.widgets import confirm, files
from desktop_app.ui.widgets.asking import AskDialog, Asked, Kind
from desktop_app.ui.widgets.onto import onto_medium
from desktop_app.ui.widgets.parts import Complaint

#: How many cells that do not fit are shown at once.
_SHOWN = 8


class PoolExchange:
    """A button with a menu, and a line for what did not fit."""

    def __init__(self, page: Page) -> None:
        self._page, self._context = page, page.context
        self.wrong = Complaint()
        self.wrong.hide()
        self.button = QPushButton(say("导入导出"))
        self.button.setAccessibleName(self.button.text())
        menu = QMenu(self.button)
        for words, act in (
            (say("导出空白模板…"), self.save_template),
            (say("导入填好的模板…"), self.ask_import),
            (say("导入收到的专家库…"), self.ask_came),
            (say("封装给其他办事机构…"), self.ask_share),
        ):
            menu.addAction(words).triggered.connect(lambda _=False, act=act: act())
        self.button.setMenu(menu)

    # ---- the workbook

    def save_template(self) -> None:
        """Ask where, and write the empty template."""
        files.save_file(self._page, say("另存模板"), say("专家库模板.xlsx"), self._save)

    def _save(self, path: Path) -> None:
        told = say("模板已写到 {path}。", path=path)
        self._context.ask(self._page, lambda *_: expert_sheet.save_template(path), lambda _: self._context.note(told))

    def ask_import(self) -> None:
        """Which workbook."""
        files.open_file(self._page, say("导入专家库"), "Excel (*.xlsx)", self.look_at)

    def look_at(self, path: Path) -> None:
        """Say what the workbook would do; only then take it in."""
        committee = self._page.committee
        self.wrong.hide()
        self._context.ask(
            self._page, lambda session, progress: expert_sheet.read(session, committee, path, progress), self._looked
        )

    def _looked(self, found: PoolImport) -> None:
        if found.faults:
            lines = [said(one.words()) for one in found.faults[:_SHOWN]]
            more = len(found.faults) - _SHOWN
            if more > 0:
                lines.append(say("另有 {more} 处。", more=more))
            head = say("poolexchange|有 {faults} 处不符合要求，没有导入：", faults=len(found.faults))
            self.wrong.setText("\n".join([head, *lines]))
            self.wrong.show()
            return
        committee = self._page.committee
        self._ask_take(
            len(found.new),
            len(found.changed),
            found.same,
            lambda: self._page.act(lambda session: expert_sheet.take_in(session, committee, found)),
        )

    def _ask_take(self, new: int, changed: int, same: int, take: Callable[[], None]) -> None:
        confirm.ask(
            self._page,
            say(
                "新增 {new} 名，变更 {changed} 名，相同 {same} 名，没有人因此移出。导入吗？",
                new=new,
                changed=changed,
                same=same,
            ),
            say("poolexchange|导入"),
            take,
        )

    # ---- from office to office

    def ask_came(self) -> None:
        """Which of the pools that came in sealed packages."""
        self._context.ask(self._page, lambda session, _: shared_pool.came_in(session), self._choose_came)

    def _choose_came(self, found: list[CameIn]) -> None:
        if not found:
            self._context.note(say("还没有收到专家库。"))
            return
        names = [(at, f"{one.pool.year}　{one.pool.title}　{len(one.pool.experts)}") for at, one in enumerate(found)]
        dialog = AskDialog(
            self._context,
            self._page,
            (say("导入收到的专家库"), "", say("看有何变化")),
            [Asked("which", say("专家库"), Kind.CHOICE, 0, names)],
            lambda answer: lambda _: found[answer["which"]].pool,
        )
        dialog.done_.connect(lambda pool: QTimer.singleShot(0, self._page, lambda: self.compare(pool)))
        dialog.open()

    def compare(self, pool: ExpertPool) -> None:
        """Say what taking it in would do; only then take it in."""
        committee = self._page.committee

        def looked(found: PoolChange) -> None:
            self._ask_take(
                len(found.new),
                len(found.changed),
                found.same,
                lambda: self._page.act(lambda session: shared_pool.take_in(session, committee, pool)),
            )

        self._context.ask(self._page, lambda session, _: shared_pool.changes(session, committee, pool), looked)

    def ask_share(self) -> None:
        """For whom the pool is sealed."""
        self._context.ask(self._page, lambda session, _: seal.recipients(session), self._choose_desk)

    def _choose_desk(self, known: list[Contact]) -> None:
        if not known:
            self._context.note(say("没有核对过指纹的名片。请先在“通讯录与密钥”中核对。"))
            return
        desks = [(one.id, one.card.name) for one in known]
        dialog = AskDialog(
            self._context,
            self._page,
            (
                say("封装专家库"),
                say("名单只在封装包内，只有收件方能打开。"),
                say("选择介质…"),
            ),
            [Asked("to", say("收件方"), Kind.CHOICE, known[0].id, desks)],
            lambda answer: lambda _: answer["to"],
        )
        dialog.done_.connect(lambda to: QTimer.singleShot(0, self._page, lambda: self._where(to)))
        dialog.open()

    def _where(self, to: ContactId) -> None:
        title = say("封装到哪个介质或文件夹")
        onto_medium(self._context, self._page, title, lambda folder, making: self.share(to, folder, making))

    def share(
        self,
        to: ContactId,
        folder: Path,
        making: Making = Making(),
    ) -> None:
        """Seal it, and lead to its label and slip."""
        committee = self._page.committee
        self._context.ask(
            self._page,
            lambda session, progress: sharing.seal(
                session, sharing.experts(session, committee), to, folder, progress, making=making
            ),
            lambda record: self._context.go(Place(ScreenKey.SEALING, record.id)),
        )
