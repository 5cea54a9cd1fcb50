"""Shows what a font file would add, its licence and permission, and asks on what ground it is used."""

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QWidget

from desktop_app.core.text import code_points
from desktop_app.desk.added_fonts import GROUND_LIMIT, Arrived
from desktop_app.ui import theme
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import button, column, hug, row, text

#: As many characters are shown as a line holds.
_SHOWN = 8


class FontDialog(QDialog):
    """Accepted: `ground` holds the ground. The font is known to the window only while this is open."""

    def __init__(self, parent: QWidget, arrived: Arrived) -> None:
        super().__init__(parent.window())
        self.setWindowTitle(say("补字"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(520))
        self.sample = QLabel()
        self.sample.setTextFormat(Qt.TextFormat.PlainText)
        self._number = QFontDatabase.addApplicationFontFromData(QByteArray(arrived.content))
        self.finished.connect(self._forget)
        self._show_sample(arrived)
        self.ground = QLineEdit()
        self.ground.setMaxLength(GROUND_LIMIT)
        self.ground.setAccessibleName(say("依据"))
        self.ground.setPlaceholderText(say("字体从哪里来、凭什么许可使用"))
        self.keep = button(say("核对无误，补上"), self.accept, "main")
        self.keep.setEnabled(False)
        self.ground.textChanged.connect(lambda typed: self.keep.setEnabled(bool(typed.strip())))
        told = say("字体“{family}”，{what}。", family=arrived.family, what=_what(arrived))
        licence = arrived.licence or say("（没有）")
        licence = say("文件中的许可说明：{licence}", licence=licence)
        check = say("请对照证件核对字形。补上后，排版和打印在自带字体都没有这个字时用它。")
        no = button(say("不，返回"), self.reject)
        label = text(say("依据"), "label")
        label.setBuddy(self.ground)
        self.setLayout(
            column(
                text(told),
                self.sample,
                text(licence, "muted"),
                text(check, "muted"),
                row(label, self.ground),
                row(None, no, self.keep),
                space=12,
                margins=24,
            )
        )
        self.ground.setFocus()
        hug(self)

    def _show_sample(self, arrived: Arrived) -> None:
        families = QFontDatabase.applicationFontFamilies(self._number)
        characters = arrived.sample[:_SHOWN]
        if families:
            font = QFont(families[0])
            font.setPixelSize(theme.px(44))
            self.sample.setFont(font)
        self.sample.setText(characters)
        self.sample.setAccessibleName(code_points(characters))

    def _forget(self) -> None:
        QFontDatabase.removeApplicationFont(self._number)


def _what(arrived: Arrived) -> str:
    if arrived.characters:
        codes = code_points(arrived.characters)
        return say("补“{characters}”（{codes}）", characters=arrived.characters, codes=codes)
    return say("补本程序所缺的 {count} 字", count=arrived.count)
