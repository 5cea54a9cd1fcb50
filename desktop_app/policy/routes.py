"""The route of an application: through whose hands, until when, and when the public notice must hang at the latest."""

from datetime import date

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Route
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import Pack
from desktop_app.policy.route_rows import Routing


def route(application: Application, pack: Pack) -> Route:
    """The chain of hands; without stops while level, review or unit are undecided (`open_question` says so)."""
    return Routing(facts_of(application, date(pack.year, 1, 1), pack).situation).route
