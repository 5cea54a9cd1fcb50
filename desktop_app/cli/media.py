"""The verbs for what lies on a medium: medium settle, medium void, medium erase."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.ids import PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import erasing, seal, settling


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("medium", parents=[common], help="介质上的封装 / packages on a medium").add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    what = "封装中断后核对介质：完整的登记为已封装，没写完的清除并作废 / settle an interrupted seal"
    verb = on_vault(family, common, "settle", what, settle)
    verb.add_argument("folder", type=place, metavar="FOLDER", help="介质或封装包文件夹 / the medium, or the package")
    verb.add_argument("--carrier", default="", metavar="NUMBER", help="介质上的载体编号 / the number on the medium")
    verb = on_vault(family, common, "void", "作废一个封装，其中的申请可重新封装 / void a package", void)
    verb.add_argument("package", metavar="PACKAGE")
    verb = on_vault(family, common, "erase", "清除介质上已办完的封装 / erase a package that is done with", erase)
    verb.add_argument("folder", type=place, metavar="FOLDER", help="封装包文件夹 / the package's folder")


def settle(call: Call) -> Answer:
    """Say what became of a seal that was interrupted."""
    with opened(call) as session:
        found = settling.settle(session, call.args.folder, Progress(), carrier=call.args.carrier)
    lines = [call.say(found.words.zh, found.words.en)]
    data: dict[str, Any] = {"package": found.package.id, "whole": found.outcome is not None, "erased": found.files}
    if found.outcome is not None:
        data |= {"seal_code": found.outcome.seal_code, "carrier": found.outcome.record.medium}
        lines.append(call.say("封条号：", "Seal code: ") + found.outcome.seal_code)
        lines.append(call.say("载体编号：", "Carrier number: ") + found.outcome.record.medium)
    else:
        lines.append(call.say(erasing.HONEST.zh, erasing.HONEST.en))
    return Answer(data, lines)


def void(call: Call) -> Answer:
    """Give up a package that was interrupted or whose medium was lost."""
    with opened(call) as session:
        seal.void(session, PackageId(call.args.package))
    said = call.say(
        "已作废，编号不再使用，其中的申请可重新封装。", "Void: the number is not used again, its applications may be."
    )
    return Answer({"package": call.args.package}, [said])


def erase(call: Call) -> Answer:
    """Erase a package from a medium."""
    with opened(call) as session:
        gone = erasing.erase(session, call.args.folder, Progress())
    lines = [
        call.say(f"已清除 {gone.files} 个文件：{call.args.folder}", f"Erased {gone.files} files: {call.args.folder}"),
        call.say(erasing.HONEST.zh, erasing.HONEST.en),
    ]
    return Answer({"package": gone.package.id, "files": gone.files}, lines)
