"""Whether a filing names the unit whose desk this is.

Another one is asked about and never refused: units are renamed, people are seconded, and one desk may file for units
below its own.
"""

from desktop_app.core.text import look
from desktop_app.domain.application import Application
from desktop_app.domain.findings import Finding, Verdict, bilingual
from desktop_app.domain.kinds import Desk

RULE = "UNIT"


def findings(content: Application, desk: Desk, name: str) -> tuple[Finding, ...]:
    """What a unit's desk called `name` is asked: the unit that recommends is the applicant's own (六（一）1)."""
    if desk is not Desk.UNIT or not _another(content.unit.name, name):
        return ()
    return (
        Finding(
            rule=RULE,
            clause="六（一）1",
            verdict=Verdict.WARN,
            says=bilingual("工作单位填的是“{unit}”，本台是“{name}”。", unit=content.unit.name, name=name),
            mend=bilingual("请核对单位全称。更名、借调或代其他单位申报的，核实后可以照填。"),
            field="unit.name",
        ),
    )


def _another(unit: str, name: str) -> bool:
    """A desk often bears its unit's short name, or the name of an office within it."""
    one, other = look(unit), look(name)
    return bool(one and other) and one not in other and other not in one
