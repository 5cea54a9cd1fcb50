"""What a user's role may not do is greyed, with one line that says who does it."""

from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop_app.desk.roles import allowed
from desktop_app.desk.users import Mine
from desktop_app.domain.audit import Act
from desktop_app.domain.findings import listed
from desktop_app.domain.users import Reading
from desktop_app.domain.words import word
from desktop_app.ui.language import language, say
from desktop_app.ui.widgets.parts import text


def whose(*needs: Act | Reading) -> str:
    """The line: whom to ask."""
    asked = dict.fromkeys(word(role, language()) for need in needs for role in allowed(need))
    return say("您的角色不办理此项，由{listed}办理。", listed=listed(asked))


def reserve(card: QWidget, mine: Mine, *needs: Act | Reading) -> None:
    """Grey a card below its heading, unless the user may one of `needs`."""
    if any(mine.may(one) for one in needs):
        return
    layout = card.layout()
    assert isinstance(layout, QBoxLayout)
    layout.insertWidget(1, text(whose(*needs), "muted"))
    card.setEnabled(False)
    card.setAccessibleDescription(whose(*needs))
