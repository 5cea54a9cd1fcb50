"""How a text is set: face, size, the smallest size, and where it stands in its box."""

from msgspec import structs
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop_app.desk.form_design import Style
from desktop_app.ui import theme
from desktop_app.ui.designer.spin import Choice, Millimetres
from desktop_app.ui.language import say
from desktop_app.ui.widgets.parts import text


class Looks(QWidget):
    changed = Signal(object)  # Style

    def __init__(self) -> None:
        super().__init__()
        self._style = Style()
        self.face = Choice(
            say("字体"),
            [("song", say("宋体")), ("song_bold", say("宋体加粗")), ("hei", say("黑体"))],
        )
        self.points = Millimetres(say("字号"), 72, 4, unit=" pt")
        self.least = Millimetres(say("最小字号"), 72, 4, unit=" pt")
        self.align = Choice(
            say("左右对齐"),
            [
                ("left", say("靠左")),
                ("center", say("居中")),
                ("right", say("靠右")),
                ("justify", say("两端对齐")),
                ("distribute", say("分散")),
            ],
        )
        self.valign = Choice(
            say("上下对齐"),
            [("top", say("靠上")), ("middle", say("居中")), ("bottom", say("靠下"))],
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        fields: tuple[QWidget, ...] = (self.face, self.points, self.least, self.align, self.valign)
        for at, field in enumerate(fields):
            label = text(field.accessibleName(), "label")
            label.setBuddy(field)
            grid.addWidget(label, at, 0)
            grid.addWidget(field, at, 1)
        for choice in (self.face, self.align, self.valign):
            choice.activated.connect(self._told)
        for number in (self.points, self.least):
            number.valueChanged.connect(self._told)

    def show_style(self, style: Style) -> None:
        """Show without telling anyone."""
        self._style = style
        for field in (self.face, self.align, self.valign):
            with QSignalBlocker(field):
                field.show_value({self.face: style.face, self.align: style.align, self.valign: style.valign}[field])
        for number, points in ((self.points, style.size), (self.least, style.minimum or style.size)):
            with QSignalBlocker(number):
                number.setValue(points)

    def _told(self) -> None:
        size = self.points.value()
        changed = structs.replace(
            self._style,
            face=self.face.currentData(),
            size=size,
            minimum=min(self.least.value(), size),
            align=self.align.currentData(),
            valign=self.valign.currentData(),
        )
        if changed != self._style:
            self.changed.emit(changed)
