"""Entering that copies were destroyed: which, how, on whose approval, why, and before which two people."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QWidget

from desktop_app.core.errors import Fault
from desktop_app.desk import print_
from desktop_app.domain.carriers import Details
from desktop_app.domain.copies import Copy
from desktop_app.domain.words import word
from desktop_app.ui import theme
from desktop_app.ui.context import Context
from desktop_app.ui.language import language, say
from desktop_app.ui.messages import sentence
from desktop_app.ui.papers.dossier import numbers_words
from desktop_app.ui.widgets.fieldgrid import FieldGrid
from desktop_app.ui.widgets.parts import Complaint, button, column, hug, row, text


def listed(copies: Sequence[Copy]) -> str:
    """Which copies, by document and version."""
    groups: dict[tuple[str, int], list[int]] = {}
    for copy in copies:
        groups.setdefault((word(copy.document, language()), copy.version_number), []).append(copy.number)
    return say("；").join(
        say("{name}第 {version} 版 {numbers}", name=name, version=version, numbers=numbers_words(found))
        for (name, version), found in groups.items()
    )


class DestroyDialog(QDialog):
    done_ = Signal()

    def __init__(self, copies: Sequence[Copy], context: Context, parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("登记销毁"))
        self.setMinimumWidth(theme.px(520))
        self._ids = [copy.id for copy in copies]
        self._context = context
        self.first = QLineEdit(context.opened.user)
        self.second = QLineEdit()
        self.approved_by, self.place, self.reason = QLineEdit(), QLineEdit(), QLineEdit()
        self.way = QComboBox()
        self.way.setEditable(True)
        self.way.addItems((say("粉碎"), say("送销毁机构"), say("焚毁")))
        self.way.setCurrentIndex(-1)
        self.wrong = Complaint()
        self.wrong.hide()
        self.act_button = button(say("登记销毁"), self._act, "main")
        asked = say("以下 {copies} 份已经销毁：{listed}。登记后不能更改。", copies=len(copies), listed=listed(copies))
        for line in (self.approved_by, self.first, self.second):
            line.setMaxLength(60)
        for line in (self.place, self.reason):
            line.setMaxLength(200)
        fields = FieldGrid(
            [
                (say("销毁方式"), self.way),
                (say("销毁地点"), self.place),
                (say("steps|批准人"), self.approved_by),
                (say("steps|销毁人"), self.first),
                (say("steps|监销人"), self.second),
                (say("steps|事由"), self.reason),
            ],
            labels=0,
            space=None,
        )
        no = button(say("不，返回"), self.reject)
        self.setLayout(column(text(asked), fields, self.wrong, row(None, no, self.act_button), space=16, margins=24))
        self.way.setFocus()
        hug(self)

    def _act(self) -> None:
        said = Details(
            way=self.way.currentText(),
            place=self.place.text(),
            approved_by=self.approved_by.text(),
            first_witness=self.first.text(),
            second_witness=self.second.text(),
            reason=self.reason.text(),
        )
        if not said.reason.strip():
            self._say(say("请写明事由。"))
            self.reason.setFocus()
            return
        self.act_button.setEnabled(False)
        self._context.ask(
            self,
            lambda session, _: print_.destroy(session, self._ids, said),
            lambda _: self._done(),
            on_fault=self._refused,
            on_end=lambda: self.act_button.setEnabled(True),
        )

    def _refused(self, fault: Fault) -> None:
        self._say(sentence(fault))

    def _say(self, words: str) -> None:
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        hug(self)

    def _done(self) -> None:
        self._context.note(say("已登记销毁 {ids} 份。", ids=len(self._ids)))
        self.done_.emit()
        self.accept()
