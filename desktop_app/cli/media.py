"""The verbs for what lies on a medium: medium settle, medium void, medium erase."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.catalogue import marked
from desktop_app.core.ids import PackageId
from desktop_app.core.progress import Progress
from desktop_app.desk import erasing, seal, settling


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("medium", parents=[common], help=marked("help|介质上的封装")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    what = marked("封装中断后核对介质：完整的登记为已封装，没写完的清除并作废")
    verb = on_vault(family, common, "settle", what, settle)
    verb.add_argument("folder", type=place, metavar="FOLDER", help=marked("介质或封装包文件夹"))
    verb.add_argument("--carrier", default="", metavar="NUMBER", help=marked("介质上的载体编号"))
    verb = on_vault(family, common, "void", marked("作废一个封装，其中的申请可重新封装"), void)
    verb.add_argument("package", metavar="PACKAGE")
    verb = on_vault(family, common, "erase", marked("清除介质上已办完的封装"), erase)
    verb.add_argument("folder", type=place, metavar="FOLDER", help=marked("封装包文件夹"))


def settle(call: Call) -> Answer:
    """Say what became of a seal that was interrupted."""
    with opened(call) as session:
        found = settling.settle(session, call.args.folder, Progress(), carrier=call.args.carrier)
    lines = [call.said(found.words)]
    data: dict[str, Any] = {"package": found.package.id, "whole": found.outcome is not None, "erased": found.files}
    if found.outcome is not None:
        data |= {"seal_code": found.outcome.seal_code, "carrier": found.outcome.record.medium}
        lines.append(call.say("封条号：") + found.outcome.seal_code)
        lines.append(call.say("载体编号：") + found.outcome.record.medium)
    else:
        lines.append(call.said(erasing.HONEST))
    return Answer(data, lines)


def void(call: Call) -> Answer:
    """Give up a package that was interrupted or whose medium was lost."""
    with opened(call) as session:
        seal.void(session, PackageId(call.args.package))
    said = call.say("已作废，编号不再使用，其中的申请可重新封装。")
    return Answer({"package": call.args.package}, [said])


def erase(call: Call) -> Answer:
    """Erase a package from a medium."""
    with opened(call) as session:
        gone = erasing.erase(session, call.args.folder, Progress())
    lines = [
        call.say("已清除 {files} 个文件：{folder}", files=gone.files, folder=call.args.folder),
        call.said(erasing.HONEST),
    ]
    return Answer({"package": gone.package.id, "files": gone.files}, lines)
