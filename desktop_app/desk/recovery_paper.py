"""The recovery sheet as a paper: from what stands on it to a PDF in memory. Needs no vault, keeps nothing."""

from collections.abc import Mapping, Sequence

from desktop_app.core.progress import Progress
from desktop_app.desk import paper
from desktop_app.domain.copies import Document
from desktop_app.domain.marking import NOT_SECRET, Marking
from desktop_app.domain.recovery_sheet import RecoverySheet
from desktop_app.papers import render
from desktop_app.papers.fonts import Added
from desktop_app.papers.render import PaperRequest, Rendered
from desktop_app.papers.wording import day

_GROUPS_IN_A_ROW, _WORDS_IN_A_ROW = 4, 3


def drawn(
    sheet: RecoverySheet, progress: Progress, *, marking: Marking = NOT_SECRET, fonts: Sequence[Added] = ()
) -> Rendered:
    """One page. `marking`: the highest in the vault, which the sheet opens. Raises `Fault(LAYOUT_ISSUES)`."""
    rendered = render.render(request(sheet, marking=marking, fonts=fonts), progress)
    paper.require_no_issues(rendered)
    return rendered


def request(sheet: RecoverySheet, *, marking: Marking = NOT_SECRET, fonts: Sequence[Added] = ()) -> PaperRequest:
    """What the form prints; repeated in no log."""
    facts = {
        "vault_name": sheet.vault_name,
        "vault_number": sheet.vault_number,
        "desk_name": sheet.desk_name,
        "made_on": day(sheet.made_on),
        "kind": _kind(sheet),
        "holder": sheet.holder,
        "check": sheet.check,
    }
    rows = {"groups": _in_rows(sheet.groups, _GROUPS_IN_A_ROW), "words": _in_columns(sheet.words, _WORDS_IN_A_ROW)}
    return PaperRequest(
        document=Document.RECOVERY_SHEET, marking=marking, copies=(1,), extra=facts, rows=rows, fonts=tuple(fonts)
    )


def _kind(sheet: RecoverySheet) -> str:
    if sheet.groups:
        return "恢复码（一份即可打开）"
    return f"恢复份额第{sheet.number}份，共{sheet.of}份，凑齐{sheet.needed}份可以打开"


def _in_rows(pieces: Sequence[str], across: int) -> list[Mapping[str, str]]:
    """Groups are read across."""
    return [_row(pieces, range(start, start + across)) for start in range(0, len(pieces), across)]


def _in_columns(pieces: Sequence[str], across: int) -> list[Mapping[str, str]]:
    """Words are read down, as a list is."""
    down = -(-len(pieces) // across)
    return [_row(pieces, range(start, down * across, down)) for start in range(down)]


def _row(pieces: Sequence[str], places: range) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for at, place in enumerate(places, start=1):
        here = place < len(pieces)
        found |= {f"n{at}": str(place + 1) if here else "", f"p{at}": pieces[place] if here else ""}
    return found
