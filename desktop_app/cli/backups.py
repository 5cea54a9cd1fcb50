"""The verbs that keep a vault from being lost: backup, backups, restore, check."""

import argparse
from pathlib import Path
from typing import Any

import msgspec

from desktop_app.cli import recovery
from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.grammar import wrong
from desktop_app.cli.verbs import (
    Call,
    new_passphrase,
    opened,
    passphrase,
    place,
    with_name,
    with_passphrase,
    with_vault,
)  # fmt: skip
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import minute
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.core.sizes import size_words
from desktop_app.desk import backups, damage, keep, restoring
from desktop_app.domain.audit import Act
from desktop_app.domain.backups import BackupFile
from desktop_app.domain.claims import CARRIER


def add(family: Any, common: argparse.ArgumentParser) -> None:
    """Add these verbs to the family of the vault."""
    verb = family.add_parser("check", parents=[common], help=marked("help|检查保险库"))
    with_vault(verb)
    verb.set_defaults(act=check)
    verb = family.add_parser("backup", parents=[common], help=marked("备份保险库"))
    with_vault(verb)
    verb.add_argument("--to", type=place, metavar="DIR", help=marked("存放备份的文件夹，默认用上次的"))
    verb.add_argument("--keep", choices=sorted(backups.PRESETS), help=marked("备份习惯：多久一次、留几份"))
    verb.set_defaults(act=backup)
    verb = family.add_parser("backups", parents=[common], help=marked("列出文件夹里的备份"))
    verb.add_argument("folder", type=place, metavar="DIR")
    verb.add_argument("--whole", action="store_true", help=marked("逐份读到底核对摘要"))
    verb.set_defaults(act=listed)
    verb = family.add_parser("restore", parents=[common], help=marked("help|从备份恢复"))
    verb.add_argument("backup", type=place, metavar="FILE.fjb")
    verb.add_argument("folder", type=place, metavar="DIR", help=marked("恢复到的文件夹"))
    verb.add_argument("--older-copy", default="", metavar="WHY", help=marked("help|恢复较旧副本的事由"))
    verb.add_argument("--by-recovery", action="store_true",
                      help=marked("凭恢复单，另设新口令"))  # fmt: skip
    recovery.with_code(verb)
    with_passphrase(verb)
    with_name(verb)
    verb.set_defaults(act=restore)


def check(call: Call) -> Answer:
    """Everything in the vault, the key file, and how its backups stand."""
    with opened(call) as session:
        health = keep.check_vault(session, Progress())
    report = health.report
    lines = [damage.told(problem, call.speech.language) for problem in report.problems]
    lines = lines or [call.say("保险库完好。")]
    if not report.sound:
        lines.append(_way_back(call, health.newest))
    lines.append(_age(call, health.backups))
    data = {
        "problems": msgspec.to_builtins(report.problems),
        "entries": report.entries,
        "head": report.head,
        "backup": health.newest.path if health.newest else None,
        "backup_days": health.backups.days if health.backups.last else None,
    }
    return Answer(data, lines, Exit.DONE if report.sound else Exit.NO)


def _way_back(call: Call, newest: BackupFile | None) -> str:
    if newest is None:
        return call.say("没有找到完好的备份。请停止使用，先复制整个文件夹再求助。")
    return call.say(
        "请停止使用，用最近的完好备份恢复：{path}（{made_at}）", path=newest.path, made_at=minute(newest.head.made_at)
    )


def _age(call: Call, state: backups.State) -> str:
    if state.last is None:
        return call.say("还没有备份过。")
    return call.say(
        "最近一次备份：{made_at}，{days} 天前，{path}",
        made_at=minute(state.last.made_at),
        days=state.days,
        path=state.last.path,
    )


def backup(call: Call) -> Answer:
    """Make one, read it back, and clear away what is no longer kept."""
    with opened(call) as session:
        session.vault.require(Act.VAULT_BACKED_UP)  # named in the refusal, before a habit is changed on the way
        habits = backups.habits(session)
        folder: Path | None = call.args.to or (Path(habits.folder) if habits.folder else None)
        if folder is None:
            raise wrong("第一次备份请用 --to 写明文件夹")
        wanted = backups.PRESETS[call.args.keep] if call.args.keep else habits
        wanted = msgspec.structs.replace(wanted, folder=str(folder.absolute()))
        if wanted != habits:
            backups.set_habits(session, wanted)
        done = backups.back_up(session, folder, Progress())
    lines = [
        call.say("备份已写好并回读核对：{path}（{size}）", path=done.kept.path, size=size_words(done.kept.size)),
        call.said(CARRIER),
    ]
    lines += [call.say("已清理旧备份：{path}", path=path) for path in done.removed]
    return Answer({"backup": done.kept.path, "size": done.kept.size, "removed": done.removed}, lines)


def listed(call: Call) -> Answer:
    """The backups in a folder, newest first; asks for no passphrase."""
    rows = backups.found(call.args.folder)
    bad: list[str] = []
    if call.args.whole:
        bad = [row.path for row in rows if not backups.is_whole(Path(row.path))]
    lines = [
        f"{row.path}　{minute(row.head.made_at)}　"
        + call.say("日志 {sequence} 条", sequence=row.head.sequence)
        + f"　{size_words(row.size)}"
        + (call.say("　已损坏") if row.path in bad else "")
        for row in rows
    ]
    data = {"backups": msgspec.to_builtins(rows), "damaged": bad}
    return Answer(data, lines or [call.say("没有备份。")], Exit.NO if bad else Exit.DONE)


def restore(call: Call) -> Answer:
    """Restore into a folder; a vault that is there is kept beside it."""
    args = call.args
    offered = restoring.look(args.backup)
    if offered.asks_name and not args.as_user:
        raise wrong("这个备份有多名用户，请用 --as 写明姓名")
    sheet: list[str] = []
    if args.by_recovery:
        if offered.recovery is None:
            raise Fault(Code.RECOVERY_NONE)
        sheet = recovery.typed_from_paper(call, offered.recovery)
    typed = new_passphrase(call) if sheet else passphrase(call)
    wanted = restoring.Wanted(args.backup, args.folder, typed, args.as_user, args.older_copy, tuple(sheet))
    done = restoring.restore(wanted, call.clock, Progress())
    lines = [call.say("已恢复到 {folder}。", folder=args.folder)]
    if done.kept:
        lines.append(call.say("原来的保险库保留在 {kept}。", kept=done.kept))
    data = {"vault": str(args.folder), "sequence": done.head.sequence, "kept": done.kept or None}
    return Answer(data, lines)
