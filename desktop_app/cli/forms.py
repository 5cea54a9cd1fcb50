"""The verbs on forms of an office's own: form new, list, use, import, export, remove, check."""

import argparse
from typing import Any

from desktop_app.cli.answer import Answer
from desktop_app.cli.verbs import Call, opened, place, with_vault
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import minute
from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import blanks, form_design, office_forms, words
from desktop_app.desk.office_forms import FormRow
from desktop_app.domain.copies import Document

_PAPERS = [document.value for document in office_forms.PAPERS]


def add(verbs: Any, common: argparse.ArgumentParser) -> None:
    """Add this family's verbs to the grammar."""
    family = verbs.add_parser("form", parents=[common], help=marked("自制表样")).add_subparsers(
        dest="act_name", required=True, metavar="ACT"
    )
    verb = family.add_parser("new", parents=[common], help=marked("在空白表上新建表样"))
    verb.add_argument("document", choices=_PAPERS, metavar="DOCUMENT", help=" | ".join(_PAPERS))
    verb.add_argument("blank", type=place, metavar="BLANK.pdf")
    _vaulted(verb, new)
    _vaulted(family.add_parser("list", parents=[common], help=marked("各材料的表样")), list_)
    verb = family.add_parser("use", parents=[common], help=marked("选定材料按哪个表样打印"))
    verb.add_argument("document", choices=_PAPERS, metavar="DOCUMENT", help=" | ".join(_PAPERS))
    verb.add_argument("--form", default="", metavar="ID", help=marked("不写则用程序自带的"))
    _vaulted(verb, use)
    verb = family.add_parser("import", parents=[common], help=marked("help|导入表样"))
    verb.add_argument("file", type=place, metavar="FILE.fjform")
    _vaulted(verb, import_)
    verb = family.add_parser("export", parents=[common], help=marked("help|导出表样"))
    verb.add_argument("form", metavar="ID")
    verb.add_argument("out", type=place, metavar="OUT.fjform")
    _vaulted(verb, export)
    verb = family.add_parser("remove", parents=[common], help=marked("help|删除表样"))
    verb.add_argument("form", metavar="ID")
    _vaulted(verb, remove)
    verb = family.add_parser("check", parents=[common], help=marked("检查表样"))
    verb.add_argument("file", type=place, metavar="FILE.fjform", help=marked("或表样文件夹"))
    verb.set_defaults(act=check)


def _vaulted(verb: argparse.ArgumentParser, act: object) -> None:
    with_vault(verb)
    verb.set_defaults(act=act)


def new(call: Call) -> Answer:
    """Begin a form over a blank: nothing is laid on it yet."""
    document = Document(call.args.document)
    blank = blanks.read(call.args.blank, Progress())
    with opened(call) as session:
        begun = form_design.begun(office_forms.new_name(session), document, blank)
        kept = office_forms.save(session, form_design.text_of(begun), blank)
    said = call.say(
        "已新建 {kept_id}，共 {pages} 页。请在窗口的“表样”中放置数据。", kept_id=kept.id, pages=len(blank.pages)
    )
    return Answer({"form": kept.id, "document": document.value, "pages": len(blank.pages)}, [said])


def list_(call: Call) -> Answer:
    """Every paper's forms, with the one in force."""
    with opened(call) as session:
        rows = office_forms.all_(session)
    return Answer({"forms": [_data(row) for row in rows]}, [_line(call, row) for row in rows])


def _data(row: FormRow) -> dict[str, object]:
    kept = row.kept
    return {
        "document": row.document.value,
        "form": kept.id if kept else "",
        "title": kept.title if kept else "",
        "digest": kept.digest if kept else "",
        "saved_by": kept.saved_by if kept else "",
        "saved_at": kept.saved_at.isoformat() if kept else None,
        "in_force": row.in_force,
        "chosen_by": row.chosen_by,
        "chosen_at": row.chosen_at.isoformat() if row.chosen_at else None,
    }


def _line(call: Call, row: FormRow) -> str:
    state = call.say("[现行]") if row.in_force else "[ ]"
    form = f"{row.kept.title} {row.kept.id}" if row.kept else call.say("程序自带")
    parts = [state, words.word(row.document, call.speech.language), form]
    if row.chosen_at:
        at = minute(row.chosen_at)
        parts.append(call.say("{chosen_by} {at} 选定", chosen_by=row.chosen_by, at=at))
    return "　".join(parts)


def use(call: Call) -> Answer:
    """Print a paper from another form from now on."""
    with opened(call) as session:
        office_forms.use(session, Document(call.args.document), call.args.form)
        rows = [row for row in office_forms.all_(session) if row.document.value == call.args.document]
    return Answer({"forms": [_data(row) for row in rows]}, [_line(call, row) for row in rows])


def import_(call: Call) -> Answer:
    """Keep another office's form; it is not used before it is chosen."""
    arrived = office_forms.read(call.args.file, Progress())
    with opened(call) as session:
        kept = office_forms.take_in(session, arrived)
    said = call.say("已导入 {title} {kept_id}。", title=kept.title, kept_id=kept.id)
    return Answer({"form": kept.id, "document": kept.document.value, "digest": kept.digest}, [said])


def export(call: Call) -> Answer:
    """Write a form as one file; a file that exists is not replaced."""
    if call.args.out.exists():
        raise Fault(Code.FILE_EXISTS, path=str(call.args.out))
    with opened(call) as session:
        office_forms.export(session, call.args.form, call.args.out)
    return Answer({"out": str(call.args.out)}, [call.say("已导出到 {out}。", out=call.args.out)])


def remove(call: Call) -> Answer:
    """Take a form out of the vault."""
    with opened(call) as session:
        office_forms.remove(session, call.args.form)
    return Answer({"form": call.args.form}, [call.say("forms|已删除。")])


def check(call: Call) -> Answer:
    """Whether a form is sound; needs no vault."""
    arrived = office_forms.read(call.args.file, Progress())
    form = form_design.office_file(arrived.text)
    laid = sum(len(form_design.things(form, page)) for page in range(len(form.pages)))
    paper = words.word(Document(form.document), call.speech.language)
    pages = len(form.pages)
    said = call.say("表样完好：{paper}，{pages} 页，{laid} 项。", paper=paper, pages=pages, laid=laid)
    return Answer({"document": form.document, "title": form.title, "pages": pages, "things": laid}, [said])
