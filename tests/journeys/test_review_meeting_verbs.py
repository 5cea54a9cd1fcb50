"""A committee office takes its accepted filings through a review meeting by verbs alone."""

import re
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from desktop_app.core.clock import FixedClock, SystemClock
from desktop_app.desk import opening, policy_settings
from desktop_app.desk.session import Session
from desktop_app.domain.audit import Act
from desktop_app.domain.kinds import Place, UnitKind
from tests.support import meetings as support
from tests.support.ipp_printer import LoopbackPrinter
from tests.support.pdf_words import pages
from tests.support.verbs import Ran, one_clear_line, run

SECOND = support.SECOND


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A vault with eleven experts and forty accepted filings; and the committee's id."""

    def prepare(session: Session) -> str:
        committee = support.committee_of(session, 11, ["测试单位7"])
        policy_settings.set_(session, "recused_in_base", False, "市局答复")
        for at in range(40):
            kind = UnitKind.PRIVATE_FIRM if at < 5 else None
            support.accepted(session, at, kind=kind, place=Place.TOWNSHIP if at > 30 else Place.CITY)
        return committee

    folder = tmp_path_factory.mktemp("office") / "vault"
    return folder, support.office_at(folder, FixedClock(datetime(2026, 9, 1, 1, 0, tzinfo=UTC)), prepare)


def said(vault: Path, *words: object, name: str = "计票甲", passphrase: str = support.FIRST) -> Ran:
    return run(*words, "--vault", vault, "--as", name, "--json", passphrase=passphrase)


@pytest.fixture(scope="module")
def meeting(office: tuple[Path, str]) -> str:
    vault, committee = office
    made = said(vault, "meeting", "new", committee)
    assert made.code == 0, made.err
    return str(made.data["meeting"])


def test_forty_applicants_are_put_forward_grouped_and_checked(office: tuple[Path, str], meeting: str) -> None:
    vault, _ = office
    assert len(said(vault, "meeting", "offer", meeting).data["offered"]) == 40
    assert said(vault, "meeting", "put", meeting).data["applicants"] == 40
    assert said(vault, "meeting", "divide", meeting).data["groups"] == 3
    shown = said(vault, "meeting", "show", meeting).data
    (suggested,) = shown["suggested"]
    assert suggested["expert"] == "E001"
    checked = said(vault, "meeting", "check", meeting)
    found = {one["rule"]: one["verdict"] for one in checked.data["findings"]}
    assert (checked.code, found["R071"], found["R067"], found["N11"]) == (1, "pass", "pass", "block")
    recused = said(vault, "meeting", "recuse", meeting, "--expert", "E001", "--candidate", suggested["candidate"])
    assert recused.code == 0, recused.err
    assert said(vault, "meeting", "attend", meeting, "--all").data["present"] == 11
    checked = said(vault, "meeting", "check", meeting)
    assert (checked.code, {one["verdict"] for one in checked.data["findings"]}) == (0, {"pass"})
    one_clear_line(
        run("meeting", "attend", meeting, "E099", "--vault", vault, "--as", "计票甲", passphrase=support.FIRST)
    )


def test_the_committee_votes_and_two_people_count(office: tuple[Path, str], meeting: str, tmp_path: Path) -> None:
    vault, _ = office
    opened = said(vault, "vote", "open", meeting)
    assert (opened.code, opened.data["sheets"], len(opened.data["candidates"])) == (0, 11, 40)
    vote = opened.data["vote"]
    with LoopbackPrinter() as printer:
        ballots = said(vault, "vote", "ballots", vote, "--printer", printer.uri)
        (sheets,) = came_out(printer)
    assert (ballots.code, ballots.data["pages"], len(sheets)) == (0, 33, 33)  # forty names take three pages a voter
    codes = [code for page in sheets for code in re.findall(r"\d\d-[A-Z0-9]{4,}", page)]
    assert len(set(codes)) == 11
    assert len(codes) == 33  # a page that comes loose is known
    assert not list(tmp_path.iterdir())
    recused = said(vault, "meeting", "show", meeting).data["recusals"][0]["candidate"]
    lines = []
    for at, number in enumerate(opened.data["candidates"]):
        voters = 10 if number == recused else 11
        yes = 7 if number == recused or at % 2 else 8  # 7 of 10 and 8 of 11 are two thirds, 7 of 11 are not
        lines += ["--line", f"{number}:{yes}:{voters - yes}:0:0"]
    one_clear_line(run("vote", "count", vote, "--returned", 11, "--line", "001:x:0:0:0", "--vault", vault,
                       "--as", "计票甲", passphrase=support.FIRST))  # fmt: skip
    for negative in (("--returned", "-1"), ("--returned", 11, "--proxies", "-1")):
        wrong = run("vote", "count", vote, *negative, *lines, "--vault", vault, "--as", "计票甲",
                    passphrase=support.FIRST)  # fmt: skip
        one_clear_line(wrong)
        assert "'-1'" in wrong.err
    assert said(vault, "vote", "count", vote, "--returned", 11, *lines).data["counted"] == 1
    own = run("vote", "show", vote, "--vault", vault, "--as", "计票甲", passphrase=support.FIRST)
    assert "计票甲 收回 11 张" in own.out
    seen = said(vault, "vote", "show", vote, name="计票乙", passphrase=SECOND)
    assert (seen.data["counted"], seen.data["lines"]) == (1, [])
    hidden = run("vote", "show", vote, "--vault", vault, "--as", "计票乙", passphrase=SECOND)
    assert (hidden.code, "收回" in hidden.out) == (0, False)
    first = opened.data["candidates"][0]
    differing = [*lines[2:], "--line", f"{first}:1:{(10 if first == recused else 11) - 1}:0:0"]
    differs = said(vault, "vote", "count", vote, "--returned", 11, *differing, name="计票乙", passphrase=SECOND)
    assert (differs.code, differs.data["differing"]) == (1, [first])
    agreed = said(vault, "vote", "count", vote, "--returned", 11, *lines, name="计票乙", passphrase=SECOND)
    assert (agreed.code, agreed.data["state"]) == (0, "settled")
    shown = said(vault, "vote", "show", vote)
    assert shown.code == 0
    assert {one["verdict"] for one in shown.data["findings"]} == {"pass"}


def test_the_meeting_ends_is_posted_and_goes_for_confirmation(
    office: tuple[Path, str], meeting: str, tmp_path: Path
) -> None:
    vault, _ = office
    lacking = said(vault, "meeting", "scheme", meeting)
    assert (lacking.code, lacking.data["findings"][0]["verdict"]) == (1, "todo")
    assert said(vault, "meeting", "set", meeting, "--place", "市人社局会议室", "--held-on", "2026-08-28").code == 0
    word = tmp_path / "方案.docx"
    filed = said(vault, "meeting", "scheme", meeting, "--usual", "--filed-on", "2026-08-20", "--filed-with",
                 "市人社局", "--word", word)  # fmt: skip
    assert filed.code == 0, filed.err
    rows = [len(table.rows) for table in docx.Document(str(word)).tables]
    assert {41, 12} <= set(rows), rows
    ended = said(vault, "meeting", "end", meeting, "--on", "2026-08-31")
    assert ended.code == 0, ended.err
    found = said(vault, "meeting", "results", meeting).data["results"]
    assert {one["passed"] for one in found if 3 * one["yes"] >= 2 * one["voters"]} == {True}
    assert {one["passed"] for one in found if 3 * one["yes"] < 2 * one["voters"]} == {False}
    passed = [one["number"] for one in found if one["passed"]]
    posted = said(vault, "meeting", "post", meeting, "--first", "2026-09-01", "--place", "一楼大厅")
    assert posted.data["notice_last"] == "2026-09-08"
    assert posted.data["notice_posted_by"] == "计票甲"
    complain = ("meeting", "complain", meeting, "--about", "review", "--says")
    assert said(vault, *complain, "分组不当", "--on", "2026-09-08").data["late_complaints"] == []
    assert said(vault, *complain, "迟到的反映", "--on", "2026-09-09").data["late_complaints"] == ["J02"]
    down = said(vault, "meeting", "down", meeting, "--by", "其木格")
    assert (down.code, down.data["notice_down_by"]) == (0, "其木格")
    batches = said(vault, "meeting", "batches", meeting)
    (batch,) = batches.data["batches"]
    assert (batches.code, batch["passed"], batch["due"]) == (1, len(passed), "2026-09-30")
    paper = tmp_path / "花名册.pdf"
    assert said(vault, "meeting", "paper", meeting, "passed_roster", "--out", paper).code == 0
    assert said(vault, "meeting", "opinion", meeting, passed[0], "--peer", "同意提交评审。").code == 0
    entered = said(vault, "meeting", "entries", meeting, "review_form", passed[0], "--out", tmp_path / "套印.pdf")
    assert (entered.code, len(entered.data["entered"])) == (0, 1)
    early = run("meeting", "batch", meeting, 1, "--sent-on", "2026-09-05", "--vault", vault, "--as", "计票甲",
                passphrase=support.FIRST)  # fmt: skip
    assert "公示" in one_clear_line(early)


def test_every_paper_of_the_meeting_comes_out_of_the_printer(
    office: tuple[Path, str], meeting: str, tmp_path: Path
) -> None:
    vault, _ = office
    found = said(vault, "meeting", "results", meeting).data["results"]
    passed = [one for one in found if one["passed"]]
    (batch,) = said(vault, "meeting", "batches", meeting).data["batches"]
    assert batch["passed"] == len(passed)
    given = said(vault, "meeting", "give", meeting, "SF-1", "SF-2", "--expert", "E002", "--candidate", "003")
    assert given.code == 0, given.err
    told = {
        "review_scheme": ("040", "评委第7号", "评审时间2026年8月28日三"),
        "meeting_record": ("签名", "040"),
        "result_notice": ("公示",),
        "result_notice_account": ("分组不当",),
        "result_report": (str(len(passed)),),
        "passed_roster": ("评审通过人员花名册", "8/11"),
        "committee_commitment": ("承诺",),
    }
    with LoopbackPrinter() as printer:
        for which, words in told.items():
            printed = said(vault, "meeting", "paper", meeting, which, "--printer", printer.uri, "--copies", 2)
            assert printed.code == 0, (which, printed.err)
            one, other = came_out(printer)
            assert one == other
            assert printed.data["pages"] == 2 * len(one)
            whole = "".join("".join(one).split())
            assert [word for word in words if word not in whole] == [], (which, whole[:400])
        listed = said(vault, "meeting", "paper-list", meeting, "--expert", "E002", "--printer", printer.uri)
        assert listed.code == 0, listed.err
        assert "SF-2" in came_out(printer)[0][0]
        entered = said(
            vault, "meeting", "entries", meeting, "review_form", passed[0]["number"], "--printer", printer.uri
        )
        assert (entered.code, len(came_out(printer)[0])) == (0, len(entered.data["entered"]))
    assert not list(tmp_path.iterdir())
    session = opening.unlock(vault, support.FIRST, SystemClock(), name="计票甲")
    acts = [entry.act for entry in session.vault.audit.entries(limit=500)]
    session.close()
    assert acts.count(Act.PRINTED) == 1 + len(told) + 2


def came_out(printer: LoopbackPrinter) -> list[list[str]]:
    """What stands on each page of each job since last asked."""
    jobs = [pages(job.pdf) for job in printer.jobs]
    printer.jobs.clear()
    return jobs
