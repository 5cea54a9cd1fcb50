"""One package taken in by the way of its kind, with what the notice says against its arrival, and its answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.ids import ApplicationId, PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import other_hands, receive, review_desk, review_view, reviewed, seal
from desktop_app.desk.receive import CheckLine, Received
from desktop_app.desk.session import Session
from desktop_app.domain.findings import Verdict, Words, bilingual
from desktop_app.domain.records import PackageKind, PackageRecord

_LATE, _WAY = "R027", "R032"


@dataclass(frozen=True, slots=True)
class Came:
    """What a package brought: filings and the like, or a receipt, then `answered` is the package it answers.

    `late` names those after the last day for papers (三（四）4), `astray` those that passed a hand over (四), or came
    from two desks that nothing joins.
    """

    received: Received | None = None
    answered: PackageRecord | None = None
    late: tuple[Words, ...] = ()
    astray: tuple[Words, ...] = ()

    @property
    def against(self) -> tuple[Words, ...]:
        """Everything that the notice says against it."""
        return (*self.late, *self.astray)


def take(
    session: Session,
    folder: Path,
    label_groups: Mapping[int, str] | None,
    report: Callable[[CheckLine], None],
    progress: Progress,
    *,
    label_qr: str | None = None,
    large: bool = False,
) -> Came:
    """Open a package, whichever kind it is. Raises what `receive.open_` and `seal.take_receipt` raise."""
    try:
        received = receive.open_(session, folder, label_groups, report, progress, label_qr=label_qr, large=large)
    except Fault as fault:
        if fault.code is Code.PACKAGE_KIND and fault.fields.get("kind") == PackageKind.RECEIPT.value:
            return Came(answered=seal.take_receipt(session, folder, progress))
        raise
    late: list[Words] = []
    astray: list[Words] = []
    for rule, says in _against(session, received.applications):
        (late if rule == _LATE else astray).append(says)
    return Came(received, late=tuple(late), astray=tuple(astray))


def _against(session: Session, ids: Sequence[ApplicationId]) -> Iterator[tuple[str, Words]]:
    for application in ids:
        if joined := other_hands.told(session, application):
            yield _WAY, _of(session, application, joined)
    if not reviewed.takes_steps(session.office.desk):
        return
    for application in ids:
        case = review_desk.placed(session, application)
        for finding in review_view.arrival(session, case):
            if finding.verdict is Verdict.BLOCK and finding.rule in (_LATE, _WAY):
                yield finding.rule, _of(session, application, finding.says)


def _of(session: Session, application: ApplicationId, says: Words) -> Words:
    name = session.vault.applications.get(application).draft.person.name
    return bilingual("{name}：{says}", name=name, says=says)


def against(session: Session, application: ApplicationId) -> tuple[Words, ...]:
    """What the notice says against the arrival of one filing, by the day on which it came."""
    return tuple(says for _, says in _against(session, [application]))


def refuse_late(session: Session, package: PackageId) -> int:
    """Before a package is answered: filings that came too late are refused in its receipt (三（四）4). How many."""
    ids = map(ApplicationId, session.vault.packages.get(package).applications)
    late = [one for one in ids if any(rule == _LATE for rule, _ in _against(session, [one]))]
    if late:
        receive.refuse_late(session, package, late)
    return len(late)
