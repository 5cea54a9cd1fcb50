"""Who confirms the results of a review (六（三）3): rows of results.toml, the first that fits."""

from datetime import date

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Authority
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import Pack


def authority(application: Application, on: date, pack: Pack) -> Authority | None:
    """Who reports the result and who confirms it; `None` where the notice names nobody for such a filing."""
    facts = facts_of(application, on, pack)
    for row in pack.results:
        if row.when.holds(facts):
            return row.row.authority()
    return None
