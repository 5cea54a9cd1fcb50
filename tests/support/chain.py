"""Five desks of one chain that know one another, an applicant's filing, and what each officer fills in."""

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import structs

from desktop_app.core.clock import Clock, SystemClock
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import contacts, draft, formal_print, opening, receive, review_desk, seal, submit
from desktop_app.desk.demo import SCANS
from desktop_app.desk.session import Session
from desktop_app.domain.application import Online, Opinions, PublicNotice, Recommendation
from desktop_app.domain.kinds import Desk, MaterialKind
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.review_work import PointAnswer, ReviewWork
from tests.support import founded

CHAIN = (Desk.APPLICANT, Desk.UNIT, Desk.DEPARTMENT, Desk.DISTRICT_HR, Desk.COMMITTEE_OFFICE)
NAMES = {
    Desk.APPLICANT: ("GR001", "阿拉坦其其格"),
    Desk.UNIT: ("QCZ01", "青城草原工作站"),
    Desk.DEPARTMENT: ("NMJ01", "某旗农牧局"),
    Desk.DISTRICT_HR: ("RSJ01", "某旗人力资源和社会保障局"),
    Desk.CITY_HR: ("RSJ02", "某市人力资源和社会保障局"),
    Desk.COMMITTEE_OFFICE: ("PWH01", "农牧业高级评委会办公室"),
}
PASSPHRASE = "camel-hetao-1958-lantern-steppe"


def opened(folder: Path, desk: Desk, clock: Clock) -> Session:
    code, name = NAMES[desk]
    return founded.session(
        opening.NewVault(
            folder=folder / code,
            passphrase=PASSPHRASE,
            office=Office(desk=desk, code=code, name=name, officer="经办人"),
            machine=Machine(number="M-1", level=SecrecyLevel.SECRET, keeper="保管人"),
            user=f"{name[:4]}经办人",
        ),
        clock,
    )


def introduce(folder: Path, one: Session, other: Session) -> None:
    """Both take the other's card and compare its fingerprint."""
    for here, there in ((one, other), (other, one)):
        path = folder / f"{there.office.code}-{here.office.code}.fjcard"
        contacts.save_card(there, path)
        contact = contacts.take_in(here, path)
        spoken = contacts.own_card(there).fingerprint.split()
        contacts.verify(here, contact.id, {g: spoken[g] for g in contacts.groups_to_type()}, "甲、乙")


def acquainted(folder: Path, *desks: Desk) -> list[Path]:
    """Vaults of desks that know one another, locked again: for the verbs, which open them in milliseconds."""
    sessions = [opened(folder, desk, SystemClock()) for desk in desks]
    for one, other in itertools.combinations(sessions, 2):
        introduce(folder, one, other)
    for session in sessions:
        session.close()
    return [folder / NAMES[desk][0] for desk in desks]


def filed(applicant: Session) -> ApplicationId:
    """The applicant's own part, submitted: nothing of what the unit adds."""
    application = draft.take_in(applicant, resource("demo", "mongolian_name.json"))
    for kind, name, year in SCANS:
        if kind is not MaterialKind.PUBLIC_NOTICE_REPORT:
            draft.attach(applicant, application, kind, resource("demo", "files", name), year)
    content = draft.load(applicant, application).draft
    mine = structs.replace(
        content,
        opinions=Opinions(),
        public_notice=PublicNotice(),
        recommendation=Recommendation(),
        online=structs.replace(content.online, compared_content="") if content.online else Online(),
    )
    draft.save(applicant, application, mine)
    submit.submit(applicant, application)
    return application


def work(session: Session, application: ApplicationId, text: str = "同意上报。", **said: object) -> ReviewWork:
    """All points of this desk answered yes, with opinion, officer, day and seal."""
    case = review_desk.open_(session, application)
    usual = {
        "answers": tuple(PointAnswer(point=one.point, met=True) for one in case.points),
        "text": text,
        "reviewer": f"{session.office.name[:3]}审核人",
        "on": session.today(),
        "sealed": True,
        "recommendation": Recommendation(
            how_chosen="2026年6月10日职工大会民主推荐。",
            conditions="具备高级农艺师申报条件各项。",
            notice="2026年6月16日至6月24日张贴公示，无异议。",
            assessments_considered=True,
            committed=True,
        ),
    }
    return ReviewWork(**(usual | said))  # type: ignore[arg-type]


def send(
    here: Session, there: Session, ids: Sequence[ApplicationId], stick: Path, act: Callable[..., object] | None = None
) -> receive.Received:
    """Seal for the other desk onto a fresh medium, and open it there."""
    stick.mkdir(exist_ok=True)
    to = next(c for c in seal.recipients(here) if c.card.code == there.office.code)
    formal_print.confirm(here, PASSPHRASE)
    folder = (act or seal.seal)(here, ids, to.id, stick, Progress()).folder  # type: ignore[attr-defined]
    return receive.open_(there, folder, None, lambda _: None, Progress())
