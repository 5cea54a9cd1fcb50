"""The verbs for optical discs: disc image, disc check."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, on_vault, opened, place
from desktop_app.core.catalogue import marked
from desktop_app.core.progress import Progress
from desktop_app.desk import discs
from desktop_app.desk.discs import Disc
from desktop_app.domain.claims import CARRIER


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("disc", parents=[common], help=marked("光盘映像")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = on_vault(family, common, "image", marked("把封装包写成光盘映像"), image)
    verb.add_argument("package", type=place, metavar="FOLDER", help=marked("封装包文件夹"))
    verb.add_argument("--out", type=place, required=True, metavar="FILE", help=marked("映像文件 .iso"))
    kinds = [kind.name.lower() for kind in Disc]
    what = marked("分写到几张这种光盘，每张一个映像：cd、dvd、dvd_double、blu_ray、blu_ray_double")
    verb.add_argument("--disc", choices=kinds, metavar="KIND", help=what)
    verb = on_vault(family, common, "check", marked("核验光盘或映像"), check)
    verb.add_argument("--part", action="store_true", help=marked("封装分在几张光盘上：只核验这一张上的卷"))
    verb.add_argument("disc", type=place, metavar="FOLDER|FILE", help=marked("光盘所在文件夹，或映像"))


def image(call: Call) -> Answer:
    """Write a package as a disc image, read back and compared."""
    with opened(call) as session:
        kind = Disc[call.args.disc.upper()] if call.args.disc else None
        images = discs.image(session, call.args.package, call.args.out, Progress(), kind)
    lines = []
    for made in images:
        lines.append(call.say("光盘映像已写好，回读一致：{path}", path=made.path))
        lines.append(call.say("可刻录到：{fits}", fits=made.fits))
    head = images[0].head
    lines += [call.say("封条号：") + head.seal_code, call.said(discs.AFTERWARDS), call.said(CARRIER)]
    files = [{"file": str(i.path), "bytes": i.bytes, "disc": i.disc, "volumes": list(i.numbers)} for i in images]
    return Answer({"package": head.package_id, "seal_code": head.seal_code, **files[0], "images": files}, lines)


def check(call: Call) -> Answer:
    """Check what lies on a disc or in an image against its seal; nothing is opened."""
    with opened(call) as session:
        found = discs.check(session, call.args.disc, Progress(), part=call.args.part)
    lines = []
    for one in found:
        lines.append(_words(call, one))
        lines.append(call.say("封条号：") + one.head.seal_code)
    said = [
        {
            "package": one.head.package_id,
            "sequence": one.head.sequence,
            "seal_code": one.head.seal_code,
            "volumes": list(one.numbers),
            "part": one.part,
        }
        for one in found
    ]
    return Answer({"packages": said}, lines)


def _words(call: Call, one: discs.Checked) -> str:
    if not one.part:
        return call.say("封装完好，签名属于该发件方。")
    numbers = call.say("、").join(map(str, one.numbers))
    return call.say(
        "封装共 {count} 卷，这里的第 {numbers} 卷完好，签名属于该发件方。", count=len(one.head.volumes), numbers=numbers
    )
