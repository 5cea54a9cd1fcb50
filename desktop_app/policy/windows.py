"""The filing window of an application."""

from datetime import date

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Window
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import Pack
from desktop_app.policy.window_rows import window_at


def window(application: Application, pack: Pack) -> Window | None:
    """When this application may be submitted; `None` while the level is open or a local notice must still say."""
    return window_at(facts_of(application, date(pack.year, 1, 1), pack).situation)
