"""The numbers of a notice on a day: each holds for its period."""

from collections.abc import Iterable
from datetime import date

from desktop_app.policy.tables import Parameter, Scalar


def in_force(rows: Iterable[Parameter], name: str, on: date) -> Scalar:
    """The number in force on a day; before the first and after the last period the nearest one is taken."""
    periods = sorted((row for row in rows if row.id == name), key=lambda row: row.valid_from)
    begun = [row for row in periods if row.valid_from <= on]
    value: Scalar = (begun[-1] if begun else periods[0]).value
    return value
