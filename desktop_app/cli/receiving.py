"""The verb that takes in all packages of a folder or stick: receive."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.making import making, with_makers
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.catalogue import marked
from desktop_app.core.errors import Fault
from desktop_app.core.messages import Language, sentence
from desktop_app.core.progress import Progress
from desktop_app.desk import bulk_receiving, receive, words
from desktop_app.desk.bulk_receiving import Answered, BulkSort, Inside, Queued
from desktop_app.desk.session import Session
from desktop_app.domain.makings import Making

_CLEAN = (BulkSort.SOUND, BulkSort.KNOWN, BulkSort.ANSWER, BulkSort.NOT_OURS)
_LARGEST = 4 * 1024 * 1024


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add the verb to the grammar."""
    verb = on_vault(verbs, common, "receive", marked("成批接收介质上的封装"), receive_)
    verb.add_argument("folder", type=place, metavar="FOLDER")
    verb.add_argument("--labels", type=place, metavar="FILE", help=marked("扫得的标签或其六组数字，一行一个"))
    verb.add_argument("--answer", type=place, metavar="DIR", help=marked("回执封装到此处"))
    with_makers(verb)


def receive_(call: Call) -> Answer:
    """Take in what waits, say what came of each, and answer; exit 1 when something was sorted out."""
    typed, how = _labels(call.args.labels), making(call.args)
    done: list[Queued] = []
    people: dict[Path, tuple[Inside, ...]] = {}
    answers: list[Answered] = []
    with opened(call) as session:
        lines = bulk_receiving.queue(session, receive.found(call.args.folder))
        done += [one for one in lines if one.done]
        bulk_receiving.run(session, lines, bulk_receiving.labels(typed, lines), done.append, Progress())
        people = {one.folder: bulk_receiving.inside(session, one.applications) for one in done}
        if call.args.answer is not None:
            answers = _answered(session, call.args.answer, how)
    said = [line for one in done for line in _lines(call, one, people[one.folder])]
    said += [_answer_line(call, one) for one in answers]
    counts = {sort: sum(one.sort is sort for one in done) for sort in BulkSort}
    total = "，" if call.speech.language is Language.ZH else ", "
    said.append(total.join(f"{words.word(s, call.speech.language)} {n}" for s, n in counts.items() if n) or _none(call))
    clean = all(one.sort in _CLEAN for one in done) and not any(one.fault for one in answers)
    data = {
        "packages": [_data(one, people[one.folder]) for one in done],
        "answers": [{"package": one.package, "late": one.late, "sealed": one.fault is None} for one in answers],
    }
    return Answer(data, said, Exit.DONE if clean else Exit.NO)


def _none(call: Call) -> str:
    return call.say("这个文件夹里没有封装。")


def _labels(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        with path.open(encoding="ascii") as file:
            return file.read(_LARGEST).splitlines()
    except (OSError, UnicodeDecodeError):
        raise wrong("读不到标签文件 {path}", path=path) from None


def _answered(session: Session, folder: Path, how: Making) -> list[Answered]:
    waiting = bulk_receiving.to_answer(session)
    given = bulk_receiving.leave(session, len(waiting)) if waiting else None
    return [bulk_receiving.answer(session, package, folder, Progress(), given, making=how) for package in waiting]


def _lines(call: Call, one: Queued, people: Sequence[Inside]) -> list[str]:
    number = f"{one.head.sequence:06d}" if one.head else one.folder.name
    parts = (number, one.sender, words.word(one.sort, call.speech.language))
    lines = ["　".join(part for part in parts if part)]
    if one.fault is not None:
        lines.append("　　" + _sentence(call, one.fault))
    lines += ["　　" + "　".join(part for part in (who.name, who.unit, who.title) if part) for who in people]
    return lines + ["　　" + call.said(said) for said in one.says]


def _answer_line(call: Call, one: Answered) -> str:
    if one.folder is None:
        assert one.fault is not None
        return call.say("给“{peer}”的回执没有封装：", peer=one.peer) + _sentence(call, one.fault)
    late = call.say("，其中 {late} 件逾期，不予接收", late=one.late) if one.late else ""
    return call.say("给“{peer}”的回执：{folder}", peer=one.peer, folder=one.folder) + late


def _sentence(call: Call, fault: Fault) -> str:
    return sentence(fault, call.speech.language)


def _data(one: Queued, people: Sequence[Inside]) -> dict[str, Any]:
    return {
        "folder": one.folder.name,
        "package": one.head.package_id if one.head else "",
        "result": one.sort.value,
        "code": one.fault.code.value if one.fault else "",
        "applications": list(one.applications),
        "people": [{"name": who.name, "unit": who.unit, "title": who.title} for who in people],
    }
