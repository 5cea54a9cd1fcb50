"""The verbs for optical discs: disc image, disc check."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import discs
from desktop_app.domain.claims import CARRIER


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("disc", parents=[common], help=marked("光盘映像")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = on_vault(family, common, "image", marked("把封装包写成光盘映像"), image)
    verb.add_argument("package", type=place, metavar="FOLDER", help=marked("封装包文件夹"))
    verb.add_argument("--out", type=place, required=True, metavar="FILE", help=marked("映像文件 .iso"))
    verb = on_vault(family, common, "check", marked("核验光盘或映像"), check)
    verb.add_argument("disc", type=place, metavar="FOLDER|FILE", help=marked("光盘所在文件夹，或映像"))


def image(call: Call) -> Answer:
    """Write a package as a disc image, read back and compared."""
    with opened(call) as session:
        made = discs.image(session, call.args.package, call.args.out, Progress())
    lines = [
        call.say("光盘映像已写好，回读一致：{path}", path=made.path),
        call.say("可刻录到：{fits}", fits=made.fits),
        call.say("封条号：") + made.head.seal_code,
        call.said(discs.AFTERWARDS),
        call.said(CARRIER),
    ]
    said = {"package": made.head.package_id, "file": str(made.path), "bytes": made.bytes, "disc": made.disc}
    return Answer(said | {"seal_code": made.head.seal_code}, lines)


def check(call: Call) -> Answer:
    """Check what lies on a disc or in an image against its seal; nothing is opened."""
    with opened(call) as session:
        heads = discs.check(session, call.args.disc, Progress())
    lines = [call.say("封装完好，签名属于该发件方。")]
    lines += [call.say("封条号：") + head.seal_code for head in heads]
    said = [{"package": h.package_id, "sequence": h.sequence, "seal_code": h.seal_code} for h in heads]
    return Answer({"packages": said}, lines)
