"""What the pack's tables answer for one application, as one line each: window, route, days, papers, who confirms."""

from datetime import date

from desktop_app.domain.application import Application
from desktop_app.domain.findings import Paper, Stop
from desktop_app.policy.facts import facts_of
from desktop_app.policy.pack import Pack
from desktop_app.policy.papers import papers
from desktop_app.policy.results import authority
from desktop_app.policy.route_rows import Routing
from desktop_app.policy.window_rows import row_at, window_at


def table_answers(application: Application, on: date, pack: Pack) -> dict[str, str]:
    """A star stands where the public notice hangs, brackets round what is handed in where held, "-" for no answer."""
    at = facts_of(application, on, pack).situation
    row, days, routing = row_at(at), window_at(at), Routing(at)
    result = authority(application, on, pack)
    stops = " > ".join(shown_stop(stop) for stop in routing.stops)
    return {
        "window": f"{row.rule} {days.first if days else '?'} {days.last if days else '?'}" if row else "-",
        "route": f"{routing.row.rule}: {stops}" if routing.row else "-",
        "days": " ".join(row.rule for _, row in routing.deadlines) or "-",
        "papers": ", ".join(shown_paper(paper) for paper in papers(application, pack)),
        "result": f"{result.rule} {result.confirmed_by.zh}" if result else "-",
    }


def shown_stop(stop: Stop) -> str:
    due = f" {stop.due:%m-%d}" if stop.due else ""
    return f"{stop.station.value}{'*' if stop.public_notice else ''}{due}"


def shown_paper(paper: Paper) -> str:
    text = f"{paper.kind.value} {paper.copies}"
    return text if paper.required else f"({text})"
