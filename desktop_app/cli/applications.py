"""The verbs on applications kept in a vault: add, list, attach, check, submit. Printing has a module of its own."""

import argparse
from typing import Any

from desktop_app.cli import comparing, marks, office_papers, people, policy, printing, sheets, whole_list
from desktop_app.cli.answer import Answer, Exit
from desktop_app.cli.outlets import with_outlet
from desktop_app.cli.verbs import Call, on_one, opened, place, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.ids import ApplicationId
from desktop_app.core.progress import Progress
from desktop_app.desk import draft, examples, kept_packs, paper, print_, submit, words
from desktop_app.domain.copies import Document
from desktop_app.domain.kinds import MaterialKind
from desktop_app.domain.records import ApplicationRow


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("application", parents=[common], help=marked("help|申报")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser("list", parents=[common], help=marked("列出申报"))
    with_vault(verb)
    verb.add_argument("--text", default="", help=marked("help|姓名、拼音或证件号码"))
    verb.set_defaults(act=list_)
    verb = family.add_parser("add", parents=[common], help=marked("收入申报文件"))
    with_vault(verb)
    verb.add_argument("application", type=place, metavar="APPLICATION.json")
    verb.set_defaults(act=add_)
    verb = family.add_parser("example", parents=[common], help=marked("help|放入示例申请"))
    with_vault(verb)
    verb.set_defaults(act=example)
    verb = on_one(family, common, "remove", marked("删除草稿，或移除示例"), remove)
    verb = on_one(family, common, "attach", marked("添加扫描件"), attach)
    verb.add_argument("--kind", required=True, choices=[k.value for k in MaterialKind])
    verb.add_argument("--year", type=int)
    verb.add_argument("file", type=place, metavar="FILE")
    on_one(family, common, "check", marked("核对还差什么"), check)
    verb = family.add_parser("check-all", parents=[common], help=marked("核对全部申报"))
    with_vault(verb)
    verb.add_argument("--unit", default="", metavar="TEXT", help=marked("只核对单位名称含此文字的"))
    verb.add_argument("--out", type=place, metavar="FILE.xlsx", help=marked("另写成明文表格"))
    verb.set_defaults(act=whole_list.check_all)
    people.add(family, common)
    marks.add(family, common)
    comparing.add(family, common)
    on_one(family, common, "submit", marked("help|提交"), submit_)
    on_one(family, common, "copies", marked("份号登记簿"), copies)
    _add_papers(family, common)
    printing.add(family, common)


def _add_papers(family: Any, common: argparse.ArgumentParser) -> None:
    """The office's papers, and sheets that come back to be counted or checked."""
    verb = family.add_parser("register", parents=[common], help=marked("印份号登记簿"))
    with_vault(verb)
    verb.add_argument("--id", default="", metavar="ID", help=marked("只印一份申报的"))
    with_outlet(verb)
    verb.set_defaults(act=office_papers.register)
    for name, what, act in (
        ("roster", marked("申报人员花名册"), office_papers.roster),
        ("summary", marked("附件2 总结"), office_papers.summary),
    ):
        verb = family.add_parser(name, parents=[common], help=what)
        with_vault(verb)
        with_outlet(verb, "FILE.pdf|.docx|.xlsx", required=name == "roster")
        if name == "summary":
            verb.add_argument("--list", dest="figure", nargs="?", const="", metavar="FIGURE",
                              help=marked("列出各项数字，或一项背后的名单"))  # fmt: skip
        verb.set_defaults(act=act)
    verb = family.add_parser("system-data", parents=[common], help=marked("help|职称系统数据"))
    with_vault(verb)
    verb.add_argument("--out", type=place, required=True, metavar="FILE.xlsx|.csv")
    verb.set_defaults(act=office_papers.data_rows)
    verb = on_one(family, common, "count", marked("按份号清点纸件"), sheets.count)
    verb.add_argument("--form", required=True, choices=[d.value for d in Document if d.numbered])
    verb.add_argument("numbers", metavar="1-7、9", help=marked("help|手上的份号"))
    verb = family.add_parser("sheet", parents=[common], help=marked("查验一张纸件"))
    with_vault(verb)
    verb.add_argument("code", metavar="CODE", help=marked("页脚二维码的文字或校验码"))
    verb.set_defaults(act=sheets.sheet)


def _row(row: ApplicationRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "year": row.year,
        "title": row.title,
        "status": row.status.value,
        "version": row.latest_version,
    }


def list_(call: Call) -> Answer:
    """The applications table; names are shown, never written anywhere."""
    with opened(call) as session:
        found = draft.rows(session, draft.RowFilter(text=call.args.text, limit=1000))
    language = call.speech.language
    lines = [f"{r.id}　{r.name}　{r.unit}　{r.title}　[{words.word(r.status, language)}]" for r in found]
    return Answer({"applications": [_row(r) | {"name": r.name, "unit": r.unit} for r in found]}, lines)


def add_(call: Call) -> Answer:
    """A new draft from an exchange file."""
    with opened(call) as session:
        made = draft.take_in(session, call.args.application)
    return Answer({"id": made}, [call.say("已收入，编号 {made}", made=made)])


def example(call: Call) -> Answer:
    """The invented person to try the program with."""
    with opened(call) as session:
        made = examples.put_in(session)
    return Answer({"id": made}, [call.say("已放入示例，编号 {made}", made=made)])


def remove(call: Call) -> Answer:
    """A draft that was never submitted, or an example at any time."""
    application = ApplicationId(call.args.id)
    with opened(call) as session:
        if examples.is_example(session, application):
            examples.remove(session, application)
        else:
            draft.remove(session, application)
    return Answer({"id": application}, [call.say("已移除，日志里留有记录。")])


def attach(call: Call) -> Answer:
    """A scan into the vault."""
    with opened(call) as session:
        kept = draft.attach(
            session,
            ApplicationId(call.args.id),
            MaterialKind(call.args.kind),
            call.args.file,
            call.args.year,
            Progress(),
        )
    material = kept.materials[-1]
    data = {"digest": material.digest, "size": material.size, "media_type": material.media_type}
    return Answer(data, [call.say("已加密存入，摘要 {digest}", digest=material.digest)])


def check(call: Call) -> Answer:
    """All findings as they would meet a submission today; exit 1 when any blocks or is still to do."""
    with opened(call) as session:
        application = ApplicationId(call.args.id)
        judged = kept_packs.compared(session, application)
        told = policy.told(call, submit.would_meet(session, application), session.today(), judged.pack.version)
    if judged.filed is not None:
        told.data = {**told.data, "filed_under": {"pack": judged.filed.pack, "digest": judged.filed.digest}}
    if not judged.own:
        told.lines.append(
            call.say("它所依据的政策包无法读取，以上按现行的 {version} 检查。", version=judged.pack.version)
        )
    elif judged.current is not None:
        told.lines.append(
            call.say(
                "以上按它所依据的政策包 {version} 检查；现行的是 {version_2}。",
                version=judged.pack.version,
                version_2=judged.current.version,
            )
        )
    return told


def submit_(call: Call) -> Answer:
    """Freeze the draft as a version."""
    with opened(call) as session:
        version = submit.submit(session, ApplicationId(call.args.id))
    said = call.say("已提交第 {version_number} 版，摘要 {digest}", version_number=version.number, digest=version.digest)
    return Answer({"version": version.number, "digest": version.digest}, [said])


def copies(call: Call) -> Answer:
    """The register of copies of one application."""
    with opened(call) as session:
        found = print_.register(session, ApplicationId(call.args.id))
        stale = {c.id for c in paper.stale_copies(session, ApplicationId(call.args.id))}
    language = call.speech.language
    lines = [
        f"{words.word(c.document, language)}　{c.number:06d}　v{c.version_number}　{words.word(c.fate, language)}"
        + (call.say("　旧版，须销毁") if c.id in stale else "")
        for c in found
    ]
    data = [
        {"document": c.document.value, "number": c.number, "fate": c.fate.value, "stale": c.id in stale} for c in found
    ]
    return Answer({"copies": data}, lines, Exit.NO if stale else Exit.DONE)
