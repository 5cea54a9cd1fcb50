"""The manual's pictures, from the real windows on the demonstration's people: `python3 tasks.py pictures`.

Every screen of `SCREENS` in three states (KEY.png as usual, KEY-empty.png, KEY-crowded.png), the doors before the lock,
and a few close looks, 1366 by 768, written to resources/help/pictures; those that the English chapters show also of the
English window, to resources/help/pictures/en.
"""

import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["CUPS_SERVER"] = "127.0.0.1:9"  # the machine's own printers are nobody's business

from msgspec import structs
from PIL import Image
from PySide6.QtCore import QBuffer, QEvent, QIODevice, QSettings
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Fault
from desktop_app.core.ids import ApplicationId
from desktop_app.core.messages import Language
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.crypto.kdf import KdfCost
from desktop_app.desk import (
    carriers,
    demo,
    dishonesty,
    draft,
    formal_print,
    held_notices,
    manual,
    meeting_groups,
    opening,
    posts,
    seal,
)
from desktop_app.desk import meetings as review_meetings
from desktop_app.desk.held_notices import HeldNotice, NoticeMode
from desktop_app.desk.session import Session
from desktop_app.domain.carriers import CarrierKind, CarrierMove, Details
from desktop_app.domain.copies import Document
from desktop_app.domain.dishonesty import DishonestyRecord
from desktop_app.domain.kinds import Desk, Level, UnitKind
from desktop_app.domain.marking import NOT_SECRET, SecrecyLevel, marked
from desktop_app.domain.offices import Machine, Office
from desktop_app.domain.posts import PostKind, PostLine
from desktop_app.domain.status import Status
from desktop_app.ui import theme
from desktop_app.ui.applications.editor import EditorScreen
from desktop_app.ui.comparing.screen import CompareScreen
from desktop_app.ui.designer.forms import FormsScreen
from desktop_app.ui.designer.screen import DesignerScreen
from desktop_app.ui.inbox.screen import InboxScreen
from desktop_app.ui.language import speak
from desktop_app.ui.options import Options
from desktop_app.ui.preferences import Preferences
from desktop_app.ui.registry import Place, Screen, ScreenKey
from desktop_app.ui.screens import SCREENS
from desktop_app.ui.shell import Shell
from desktop_app.ui.tasks import Tasks
from tests.support import blanks, exports, filings, meetings

T = TypeVar("T")
COLOURS = 96
HOME = "/home/luhuaigu"
WIDTH, HEIGHT = 1366, 768
PASSPHRASE = "camel-hetao-1958-lantern-steppe"
LONG = "呼和浩特市青城草原与林业有害生物防治检疫工作中心站"
#: Screens that are open on one application.
ON_ONE = (ScreenKey.EDITOR, ScreenKey.COMPARE, ScreenKey.GROUNDS, ScreenKey.PAPERS)


class Studio:
    """One application, one window after the other; everything in a folder that goes away."""

    def __init__(self, folder: Path, out: Path, language: Language, wanted: frozenset[str] | None = None) -> None:
        self.folder = folder
        self.out = out
        #: Which pictures are taken; all where nothing is said.
        self.wanted = wanted
        self.clock = FixedClock(demo.DEMO_DAY)
        self.app = QApplication.instance() or QApplication([*sys.argv[:1], *theme.STYLE])
        assert isinstance(self.app, QApplication)
        speak(language)
        theme.apply(self.app, 100)
        self.preferences = Preferences(QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat))

    def settle(self, shell: Shell, least: float = 0.25) -> None:
        """Until every job came back and what they started is painted."""
        until = time.monotonic() + least
        last = time.monotonic() + 60
        while time.monotonic() < last and (time.monotonic() < until or shell.tasks.busy):
            self.app.processEvents()
            time.sleep(0.005)

    def window(self, vault: Path) -> Shell:
        def crash(error: BaseException) -> None:
            raise error

        shell = Shell(
            Options(clock=self.clock, vault=vault, cost=KdfCost.unsafe_small()), Tasks(crash), self.preferences
        )
        shell.resize(WIDTH, HEIGHT)
        shell.show()
        self.settle(shell)
        return shell

    def opened(self, vault: Path, passphrase: str, name: str = "") -> Shell:
        shell = self.window(vault)
        assert shell.front is not None
        assert shell.front.door is not None
        shell.front.door.name.setText(name)
        shell.front.door.field.setText(passphrase)
        shell.front.door.unlock()
        last = time.monotonic() + 60
        while shell.desk is None and time.monotonic() < last:
            self.app.processEvents()
        self.settle(shell)
        assert shell.desk is not None
        return shell

    def close(self, shell: Shell) -> None:
        shell.close()
        self.settle(shell)
        shell.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.app.processEvents()

    def at(self, shell: Shell, act: Callable[[Session], T]) -> T:
        """Something the desk does, on its own thread."""
        came: list[T] = []
        wrong: list[Fault] = []
        assert shell.context is not None
        shell.context.ask(shell, lambda session, _: act(session), came.append, on_fault=wrong.append)
        last = time.monotonic() + 300
        while not (came or wrong) and time.monotonic() < last:
            self.app.processEvents()
        if wrong:
            raise wrong[0]
        return came[0]

    def go(self, shell: Shell, place: Place) -> Screen:
        assert shell.context is not None
        shell.context.go(place)
        self.settle(shell)
        assert shell.desk is not None
        assert shell.desk.shown is not None
        return shell.desk.shown

    def shoot(self, widget: QWidget, name: str) -> None:
        """A picture with few colours: letters and lines need no more."""
        if self.wanted is not None and name not in self.wanted:
            return
        for label in widget.findChildren(QLabel):  # nobody's vault lies where pictures are taken
            if str(self.folder) in label.text():
                label.setText(label.text().replace(str(self.folder), HOME))
        self.app.processEvents()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        widget.grab().save(buffer, "PNG")  # type: ignore[call-overload]
        image = Image.open(io.BytesIO(buffer.data().data())).convert("RGB")
        image.quantize(COLOURS, dither=Image.Dither.NONE).save(self.out / f"{name}.png", optimize=True)


def unit(folder: Path, clock: FixedClock) -> None:
    """A unit's vault with nobody in it."""
    opening.create(
        opening.NewVault(
            folder=folder,
            passphrase=PASSPHRASE,
            office=Office(desk=Desk.UNIT, code="QCCH01", name="呼和浩特市青城测绘地理信息中心", officer="陆怀谷"),
            machine=Machine(number="BM-2026-07", level=SecrecyLevel.SECRET, keeper="段知白"),
            user="陆怀谷",
        ),
        clock,
        cost=KdfCost.unsafe_small(),
    ).close()


def a_usual_year(session: Session) -> None:
    """What a unit has besides the demonstration's engineer: drafts, a notice, posts, carriers, one bad record."""
    for name in ("graduate_recognition", "mongolian_name", "county_teacher"):
        draft.take_in(session, resource("demo", f"{name}.json"))
    for at, name in enumerate(("白音仓", "萨仁高娃")):
        filings.another(session, at + 5, name)
    row = held_notices.candidates(session)[0]
    held_notices.hold(
        session,
        HeldNotice(
            id="", mode=NoticeMode.POSTED, applications=(row.id,), first_day=session.today(), place="一层公示栏"
        ),
    )
    for level, count in ((Level.ASSOCIATE_SENIOR, 6), (Level.MID, 14)):
        posts.put(
            session,
            PostLine(id="", year=2026, unit=row.unit, level=level, posts=count, appointed=count - 2, to_use=1),
            "呼人社〔2026〕12号核定",
        )
    _record(session)
    carriers.add(session, CarrierKind.DOSSIER, marked(SecrecyLevel.SECRET, 60), "2026 年度高级职称申报卷")
    stick = carriers.add(session, CarrierKind.STICK, marked(SecrecyLevel.SECRET, 60), "申报材料报送用盘")
    carriers.move(session, [stick], CarrierMove.LEND, Details(counterpart="高永胜", due=session.today()))


def _record(session: Session) -> None:
    dishonesty.add(
        session,
        DishonestyRecord(
            id="", name="贾文举", identity_number=filings.identity_number(77), unit="青城草原工作站",
            recorded_on=date(2025, 9, 1), conduct="提供虚假业绩证明", decided_by="呼人社〔2025〕8号",
            by=session.user, at=session.clock.now(),
        ),
    )  # fmt: skip


def a_crowded_year(session: Session) -> None:
    """Many people with long and rare names, and tables that run over."""
    for path in sorted(resource("demo").glob("*.json")) * 3:
        draft.take_in(session, path)
    for at in range(12):
        filings.another(session, at + 1, ("巴雅尔图门孟和阿拉坦苏和", "𠅤𬭚", "沈砚舟")[at % 3] + str(at), LONG)
    for at, row in enumerate(held_notices.candidates(session)[:9]):
        kind = NoticeMode.LIMITED if at % 3 == 0 else NoticeMode.POSTED
        first = session.today() - timedelta(days=20 - at)
        held_notices.hold(
            session,
            HeldNotice(
                id="", mode=kind, applications=(row.id,), first_day=first, place=f"{LONG}一层公示栏",
                basis="保密委员会会议纪要〔2026〕第3号", secrecy_officer="段知白",
            ),
        )  # fmt: skip
    for at in range(24):
        kinds = PostKind.TARGETED if at % 5 == 0 else PostKind.STRUCTURE
        posts.put(
            session,
            PostLine(id="", year=2026, unit=f"{LONG}第{at + 1}分站", level=list(Level)[at % 4], kind=kinds, posts=12,
                     appointed=9, to_use=1),
            "核定",
        )  # fmt: skip
    for at in range(40):
        title = f"致呼和浩特市人力资源和社会保障局：{LONG}第 {at + 1} 批"
        carriers.add(
            session, list(CarrierKind)[at % 3], marked(SecrecyLevel.SECRET, 60) if at % 2 else NOT_SECRET, title
        )
    _record(session)


def every_screen(studio: Studio, shell: Shell, application: ApplicationId, state: str, *keys: ScreenKey) -> None:
    """The screens of this desk, those about an application open on that one."""
    desk = shell.context.opened.office.desk if shell.context else Desk.UNIT
    for key in keys or tuple(ScreenKey):
        if key is ScreenKey.DESIGNER or not (SCREENS[key].desks and desk in SCREENS[key].desks):
            continue
        studio.go(shell, Place(key, application if key in ON_ONE else ""))
        studio.settle(shell, 0.6 if key is ScreenKey.PAPERS else 0.25)
        studio.shoot(shell, key.value + state)


def the_doors(studio: Studio) -> None:
    vault = studio.folder / "door"
    unit(vault, studio.clock)
    shell = studio.window(vault)
    studio.shoot(shell, "front-door")
    assert shell.front is not None
    shell.front.show_first(Path(HOME, "fengjuan"))
    studio.settle(shell)
    studio.shoot(shell, "front-first")
    studio.close(shell)


def the_designer(studio: Studio, shell: Shell) -> None:
    """A blank with nothing on it, with a few values, with many."""
    blank = studio.folder / "blank.pdf"
    blank.write_bytes(blanks.official())
    forms = studio.go(shell, Place(ScreenKey.FORMS, Document.PLEDGE.value))
    assert isinstance(forms, FormsScreen)
    forms.begin(blank)
    studio.settle(shell, 8)  # the blank is read by a process of its own, then drawn
    studio.shoot(shell, f"{ScreenKey.DESIGNER.value}-empty")
    bench = shell.desk.shown if shell.desk else None
    assert isinstance(bench, DesignerScreen)
    for state, upto in (("", 4), ("-crowded", 26)):
        for at in range(bench.placing.things.count(), upto):
            bench.placing.value.setCurrentIndex(at)
            bench.placing.place_button.click()
        studio.settle(shell, 1)
        studio.shoot(shell, f"{ScreenKey.DESIGNER.value}{state}")


def the_inbox(studio: Studio, shell: Shell, stick: Path) -> None:
    """A package that has just come, before it is opened."""
    page = studio.go(shell, Place(ScreenKey.INBOX))
    assert isinstance(page, InboxScreen)
    page.found.media.take(stick)
    studio.settle(shell)
    page.found.table.selectRow(0)
    studio.settle(shell)
    studio.shoot(shell, ScreenKey.INBOX.value)


def sealed(studio: Studio, shell: Shell, application: ApplicationId, passphrase: str) -> Path:
    """Another package for the committee's office, on a medium of its own."""
    stick = studio.folder / "stick"
    stick.mkdir()

    def act(session: Session) -> None:
        formal_print.confirm(session, passphrase)
        seal.seal(session, [application], seal.recipients(session)[0].id, stick, Progress())

    studio.at(shell, act)
    return stick


def a_meeting(session: Session, people: Sequence[str]) -> None:
    """A committee of eleven, and these people to be heard by it, in their groups."""
    committee = meetings.committee_of(session, 11, ["青城草原工作站"])
    for at, name in enumerate(people):
        kind = UnitKind.PRIVATE_FIRM if at % 3 == 1 else None
        meetings.accepted(session, at, name, LONG if at % 4 == 3 else "青城草原工作站", kind=kind)
    held = review_meetings.new(session, committee)
    offered = [one.application for one in review_meetings.eligible(session, held.committee)]
    review_meetings.put_forward(session, held.id, offered)
    meeting_groups.divide(session, held.id)


def the_meetings(studio: Studio) -> None:
    clock = FixedClock(datetime(2026, 9, 11, 1, 0, tzinfo=UTC))
    few = ("萨仁高娃", "白音仓", "李文举", "武晓岚")
    many = tuple(f"{('巴雅尔图门孟和阿拉坦苏和', '𠅤𬭚', '沈砚舟')[at % 3]}{at}" for at in range(14))
    for state, people in (("", few), ("-crowded", many)):
        vault = studio.folder / f"meeting{state}"
        meetings.office_at(vault, clock, partial(a_meeting, people=people))
        shell = studio.opened(vault, meetings.FIRST, "计票甲")
        every_screen(studio, shell, ApplicationId(""), state, ScreenKey.MEETINGS, ScreenKey.COMMITTEES)
        studio.close(shell)


def the_comparison(studio: Studio, shell: Shell, application: ApplicationId) -> None:
    exported = studio.folder / "export.pdf"
    record = studio.at(shell, lambda session: draft.load(session, application)).draft
    elsewhere = structs.replace(record.person, phone="13899990001", birthplace="内蒙古呼和浩特市")
    online = structs.replace(
        record, person=elsewhere, work=(structs.replace(record.work[0], end="2018-11"), *record.work[1:])
    )
    exported.write_bytes(exports.review_form(online))
    page = studio.go(shell, Place(ScreenKey.COMPARE, application))
    assert isinstance(page, CompareScreen)
    page.compare(exported)
    studio.settle(shell, 3)
    studio.shoot(shell, ScreenKey.COMPARE.value)


def close_looks(studio: Studio, shell: Shell, application: ApplicationId) -> None:
    for section, name in (("work", "editor-table"), ("materials", "editor-materials"), ("marking", "editor-marking")):
        editor = studio.go(shell, Place(ScreenKey.EDITOR, application))
        assert isinstance(editor, EditorScreen)
        editor.sections.choose(section)
        studio.settle(shell)
        studio.shoot(shell, name)


def shown_in(language: Language) -> frozenset[str]:
    """The names of the pictures that the chapters of a language show."""
    blocks = (block for part in manual.contents(language) for one in part.chapters for block in one.blocks)
    return frozenset(Path(block.file).stem for block in blocks if isinstance(block, manual.Picture))


def take(out: Path, language: Language, wanted: frozenset[str] | None = None) -> None:
    """Everything, or what is wanted, into `out`."""
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(Path(folder), out, language, wanted)
        told: list[demo.Step] = []
        demo.run(studio.folder / "demo", told.append)
        passphrase = next(step.words.en for step in told if step.key == "passphrase").rpartition(" ")[2]
        studio.clock.advance(minutes=60)
        the_doors(studio)
        shell = studio.opened(studio.folder / "demo" / "vault-unit", passphrase)
        studio.at(shell, a_usual_year)
        drafts = studio.at(shell, _by_status)
        stick = sealed(studio, shell, drafts[Status.SUBMITTED][0], passphrase)
        every_screen(studio, shell, drafts[Status.DRAFT][0], "")
        the_comparison(studio, shell, drafts[Status.DRAFT][-1])
        done = drafts[Status.DELIVERED][0]
        every_screen(studio, shell, done, "", ScreenKey.PAPERS)
        close_looks(studio, shell, drafts[Status.DRAFT][-1])
        the_designer(studio, shell)
        studio.close(shell)
        shell = studio.opened(studio.folder / "demo" / "vault-committee_office", passphrase)
        every_screen(studio, shell, ApplicationId(""), "", ScreenKey.REVIEW)
        every_screen(studio, shell, ApplicationId(""), "-empty", ScreenKey.MEETINGS, ScreenKey.COMMITTEES)
        the_inbox(studio, shell, stick)
        studio.close(shell)
        the_meetings(studio)
        for state, fill in (("-empty", None), ("-crowded", a_crowded_year)):
            if wanted is not None and not any(name.endswith(state) for name in wanted):
                continue
            vault = studio.folder / state
            unit(vault, studio.clock)
            shell = studio.opened(vault, PASSPHRASE)
            if fill is not None:
                studio.at(shell, fill)
            else:
                every_screen(studio, shell, ApplicationId(""), state, ScreenKey.HOME, ScreenKey.APPLICATIONS)
                studio.at(shell, draft.new)
            drafts = studio.at(shell, _by_status)
            keys = [key for key in ScreenKey if fill or key not in (ScreenKey.HOME, ScreenKey.APPLICATIONS)]
            every_screen(studio, shell, drafts[Status.DRAFT][-1], state, *keys)
            studio.close(shell)


def _by_status(session: Session) -> dict[Status, list[ApplicationId]]:
    found: dict[Status, list[ApplicationId]] = {}
    for row in session.vault.applications.rows():
        found.setdefault(row.status, []).append(row.id)
    return found


def main(arguments: list[str]) -> int:
    out = Path(arguments[0]) if arguments else resource("help", "pictures")
    for language, into, wanted in (
        (Language.ZH, out, None),
        (Language.EN, out / Language.EN.value, shown_in(Language.EN)),
    ):
        with tempfile.TemporaryDirectory() as folder:
            take(Path(folder), language, wanted)
            into.mkdir(parents=True, exist_ok=True)
            made = sorted(Path(folder).glob("*.png"))
            for path in [*into.glob("*.png")]:
                path.unlink()
            for path in made:
                shutil.copy(path, into / path.name)
        size = sum(path.stat().st_size for path in into.glob("*.png"))
        sys.stdout.write(f"{len(made)} pictures, {size / 2**20:.1f} MiB, in {into}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
