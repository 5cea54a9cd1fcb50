"""What a value on paper is called in the editor, by the path that the layout carries."""

import re

from desktop_app.desk import words
from desktop_app.ui.language import said


def bare(field: str) -> str:
    """A path without its row: `study[2].school` as `study[].school`."""
    return re.sub(r"\[\d+\]", "[]", field)


def field_names() -> dict[str, str]:
    """Every field of the application, in the language of the window."""
    return {path: said(label) for path, label in words.labels().items()}
