"""Looks a filing window up: the first row of the pack's table whose condition holds."""

from datetime import date

from desktop_app.domain.findings import Window
from desktop_app.policy.situation import Situation
from desktop_app.policy.tables import WindowRow


def window_at(at: Situation) -> Window | None:
    """The window, if its days are known."""
    row = at.once(row_at)
    if row is None:
        return None
    first = row.first or at.pack.setting_date(row.first_setting)
    last = row.last or at.pack.setting_date(row.last_setting)
    return Window(first=first, last=last, clause=row.clause) if first and last else None


def row_at(at: Situation) -> WindowRow | None:
    """The row itself, also where its days are still open."""
    return next((each.row for each in at.pack.windows if each.when.holds(at.facts)), None)


def cutoff(at: Situation) -> date | None:
    """The last day whose education, service and work counts: the last day of filing (三（二）)."""
    found = at.once(window_at)
    return found.last if found else None
