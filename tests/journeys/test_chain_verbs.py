"""The chain of review by verbs alone: applicant, unit, department, district, committee, each with a vault of its own;
sealed packages in folders, one return back to the applicant, the mended version forward again, and every paper
from a printer on loopback with each copy in its register.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from desktop_app.cli import main
from desktop_app.core.clock import FixedClock
from desktop_app.core.ids import ApplicationId
from desktop_app.desk import contacts, draft, opening, printer_ready
from desktop_app.desk.printer_choice import PaperSize
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import Desk
from tests.support import chain
from tests.support.ipp_printer import Job, LoopbackPrinter
from tests.support.pdf_words import pages


@dataclass
class Office:
    """A vault and the verbs on it."""

    vault: Path
    key: str
    clock: FixedClock
    capture: pytest.CaptureFixture[str]
    complained: str = ""

    def __call__(self, *words: object, code: int = 0) -> Any:
        """One verb with the passphrase through a descriptor; its answer as data."""
        reading, writing = os.pipe()
        os.write(writing, chain.PASSPHRASE.encode() + b"\n")
        os.close(writing)
        first = 2 if words[0] in ("review", "notice", "posts", "receipt", "application", "audit") else 1
        given = [*map(str, words[:first]), "--vault", str(self.vault), *map(str, words[first:])]
        self.capture.readouterr()
        found = main.run([*given, "--json", "--passphrase-fd", str(reading)], self.clock)
        said = self.capture.readouterr()
        assert found == code, said.err
        self.complained = said.err
        return json.loads(said.out)


@pytest.fixture
def offices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict[Desk, Office], ApplicationId]:
    clock = FixedClock(datetime(2026, 6, 15, 1, 0, tzinfo=UTC))
    opened = {desk: chain.opened(tmp_path, desk, clock) for desk in chain.CHAIN}
    for one, other in zip(chain.CHAIN, chain.CHAIN[1:], strict=False):
        chain.introduce(tmp_path, opened[one], opened[other])
    application = chain.filed(opened[Desk.APPLICANT])
    made = {}
    for desk, session in opened.items():
        made[desk] = Office(session.vault.folder, contacts.own_card(session).key_id, clock, capsys)
        session.close()
    return made, application


def carry(here: Office, there: Office, folder: Path, application: str) -> Any:
    """Seal at one desk, open at the next."""
    folder.mkdir()
    sealed = here("seal", "--to", there.key, "--out", folder, application)
    return there("open", sealed["folder"])


#: The paper asked for, in hundredths of a millimetre.
ASKED = {PaperSize.A4: (21000, 29700), PaperSize.A3: (29700, 42000)}


@dataclass
class Printed:
    """One printer for all; what each desk asks of it is counted where it comes out and where it is written down."""

    printer: LoopbackPrinter
    jobs: int = 0

    def paper(self, office: Office, document: Document, *verb: object, copies: int = 1) -> None:
        """A paper without numbers: as often as asked for, every page counted, and in the log."""
        told = office(*verb, "--printer", self.printer.uri, "--copies", copies)
        came = self._came(copies)
        assert (told["document"], told["copies"], told["proved"]) == (document.value, copies, True)
        assert told["pages"] == sum(job.pages for job in came) > 0
        assert [job.size for job in came] == [ASKED[printer_ready.SIZES[document]]] * copies
        entry = office("audit", "list", "--act", "printed", "--limit", 1)["entries"][0]["objects"]
        assert (entry["document"], entry["copies"]) == (document.value, str(copies))

    def numbered(self, office: Office, application: str, document: Document, stale: int = 0) -> list[int]:
        """The copies that are missing: each number in the register, and none a second time."""
        verb = ("application", "print", application, "--form", document.value, "--printer", self.printer.uri)
        told = office(*verb)
        (job,) = self._came(1)
        assert (told["proved"], told["pages"], job.pages) == (True, job.pages, told["pages"])
        assert job.pages % len(told["numbers"]) == 0
        kept = office("application", "copies", application, code=1 if stale else 0)["copies"]
        of_this = [one["number"] for one in kept if one["document"] == document.value and not one["stale"]]
        assert (of_this, sum(one["stale"] for one in kept)) == (told["numbers"], stale)
        office(*verb, code=1)
        self._came(0)
        return of_this

    def _came(self, count: int) -> list[Job]:
        self.jobs += count
        assert len(self.printer.jobs) == self.jobs
        return self.printer.jobs[-count:] if count else []


@pytest.fixture
def printed() -> Iterator[Printed]:
    with LoopbackPrinter() as printer:
        yield Printed(printer)


def signed(office: Office, application: str, opinion: str, *more: str) -> Any:
    told = ("--all-met", "--opinion", opinion, "--officer", "高永胜", "--sealed", *more)
    return office("review", "sign", application, *told)


def test_a_wrong_next_desk_is_questioned_and_sealed_for_all_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = FixedClock(datetime(2026, 6, 15, 1, 0, tzinfo=UTC))
    hands = [chain.opened(tmp_path, desk, clock) for desk in (Desk.APPLICANT, Desk.UNIT, Desk.COMMITTEE_OFFICE)]
    for other in hands[1:]:
        chain.introduce(tmp_path, hands[0], other)
    application = chain.filed(hands[0])
    unit, committee = (contacts.own_card(session).key_id for session in hands[1:])
    applicant = Office(hands[0].vault.folder, contacts.own_card(hands[0]).key_id, clock, capsys)
    for session in hands:
        session.close()
    sealed = applicant("seal", "--to", committee, "--out", tmp_path, application)
    (told,) = sealed["warnings"]
    assert "等 1 份的下一站是用人单位，所选的是评委会办事机构" in told
    assert applicant.complained == told + "\n"
    assert applicant("seal", "--to", unit, "--out", tmp_path, application)["warnings"] == []
    assert applicant.complained == ""


NUMBERED = (Document.REVIEW_FORM, Document.SUBMISSION_FORM)
RECOMMENDED = ("--how", "民主推荐", "--conditions", "条件具备", "--notice", "公示无异议", "--committed")


def test_five_vaults_by_sealed_packages_and_a_return_back(
    offices: tuple[dict[Desk, Office], ApplicationId], printed: Printed, tmp_path: Path
) -> None:
    desks, application = offices
    applicant, unit, department, district, committee = (desks[desk] for desk in chain.CHAIN)
    first = {form: printed.numbered(applicant, application, form) for form in NUMBERED}
    carry(applicant, unit, tmp_path / "1", application)
    assert unit("review", "list")["counts"]["waits"] == 1
    unit("review", "show", application, code=1)
    refused = unit("seal", "--to", department.key, "--out", tmp_path, application, code=1)
    assert refused["error"] == "domain.review_open"
    held = unit("notice", "hold", application, "--first", "2026-06-16", "--place", "公示栏")
    assert held["last_day"] == "2026-06-24"
    unit("notice", "down", held["notice"], "--by", "其木格", code=1)
    printed.paper(unit, Document.NOTICE_LIST, "notice", "paper", held["notice"], "list", copies=2)
    unit.clock.advance(days=10)
    late = unit("notice", "object", held["notice"], "--says", "署名有误")
    assert late["objections"] == [{"number": 1, "state": "open", "late": True}]
    unit("notice", "outcome", held["notice"], "1", "upheld", "--handling", "署名第三", "--by", "乌云")
    shown = {one["rule"]: one for one in unit("review", "show", application, code=1)["about"]}
    assert shown["R083"]["verdict"] == "block"
    unit("notice", "outcome", held["notice"], "1", "not_upheld", "--handling", "复核原刊，署名第一", "--by", "乌云")
    unit("notice", "down", held["notice"], "--by", "其木格")
    printed.paper(unit, Document.POSTING_RECORD, "notice", "paper", held["notice"], "record")
    said = signed(unit, application, "同意推荐", *RECOMMENDED)
    carry(unit, department, tmp_path / "2", application)

    slip = tmp_path / "certificate.pdf"
    certify = ("review", "certificate", application, "--delivered-by", "其木格", "--out", slip)
    department(*certify, "--count", "pages=two", code=2)
    assert not slip.exists()
    department(*certify, "--count", "review_form=2", "--count", "submission_form=14")
    certified = "".join(pages(slip.read_bytes()))
    assert "其木格" in certified
    assert "缺" in certified

    seen = department("review", "show", application, code=1)
    assert [(one["station"], one["proof"]) for one in seen["earlier"]] == [("unit", "verified")]
    assert said["version_digest"] == seen["digest"]
    (tmp_path / "3").mkdir()
    told = department(
        *("review", "return", application, "--point", "person.phone=联系电话少一位"),
        *("--by", "2026-07-03", "--out", tmp_path / "3"),
    )
    printed.paper(department, Document.CORRECTION_NOTICE, "review", "letter", application)
    unit("open", told["folder"])
    (tmp_path / "4").mkdir()
    down = unit("review", "return", application, "--pass-down", "--out", tmp_path / "4")
    applicant("open", down["folder"])
    assert applicant("review", "revise", application)["points"] == [{"field": "person.phone", "says": "联系电话少一位"}]
    mend(applicant, application)
    applicant("application", "submit", application)
    stale = sum(map(len, first.values()))
    for form in NUMBERED:  # numbers go on where they stopped: no sheet of the first version passes for one of this
        again = printed.numbered(applicant, application, form, stale)
        assert (len(again), min(again)) == (len(first[form]), max(first[form]) + 1)
    carry(applicant, unit, tmp_path / "5", application)
    # the seal is on the paper of the version before: it is still to come on this one
    assert "person.phone" in unit("review", "show", application, code=1)["changed"]
    signed(unit, application, "补正后同意推荐")
    carry(unit, department, tmp_path / "6", application)

    for at, (here, there) in enumerate(((department, district), (district, committee)), start=7):
        signed(here, application, "经审核，同意上报")
        carry(here, there, tmp_path / str(at), application)
    printed.paper(district, Document.ROSTER, "application", "roster")
    printed.paper(district, Document.ANNEX2_SUMMARY, "application", "summary", copies=2)
    signed(committee, application, "复核合格，提交评审")
    last = committee("review", "show", application)
    assert [one["station"] for one in last["earlier"]] == ["unit", "unit", "department", "district_hr"]
    assert [one["current"] for one in last["earlier"]] == [False, True, True, True]
    assert last["signed"]
    again = ("review", "return", application, "--point", "缺证书", "--by", "2026-07-10")
    committee(*again)
    blocked = committee(*again, code=1)
    assert blocked["error"] == "sealing.return_blocked"
    printed.paper(committee, Document.CORRECTION_NOTICE, "review", "letter", application)
    for desk in desks.values():
        printed.paper(desk, Document.COPIES_REGISTER, "application", "register")
    committee("review", "give-up", application, code=1)
    committee.clock.advance(days=30)
    committee("review", "give-up", application)


def mend(office: Office, application: ApplicationId) -> None:
    """What the applicant types into the opened draft."""
    session = opening.unlock(office.vault, chain.PASSPHRASE, office.clock)
    before = draft.load(session, application).draft
    draft.save(
        session, application, structs.replace(before, person=structs.replace(before.person, phone="13900000001"))
    )
    session.close()
