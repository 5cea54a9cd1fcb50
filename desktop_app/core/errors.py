"""The two families of failure: the world's fault (`Fault`, told to the user) and ours (any other exception).

A `Fault` carries a `Code` and fields, never a finished sentence; `resources/locale/errors/*.toml` holds one
Chinese and one English sentence per code, and a test shows that the table is total.
"""

from desktop_app.core.codes import Code

__all__ = ["Cancelled", "Code", "Fault"]


class Fault(Exception):
    """The world's fault: something outside the program is not as it must be.

    `fields` fill the placeholders of the code's sentence and are safe to show; they never hold an applicant's data
    beyond names of fields, files and positions.
    """

    def __init__(self, code: Code, **fields: object) -> None:
        super().__init__(code.value)
        self.code = code
        self.fields = fields

    def __repr__(self) -> str:
        return f"Fault({self.code.value}, {self.fields!r})"


class Cancelled(Exception):
    """The user stopped a long task; never shown as an error."""
