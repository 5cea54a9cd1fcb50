"""The scheme of a review as a Word file to be edited, made in memory from what the printed scheme says."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from desktop_app.desk import meeting_papers, plain_text
from desktop_app.desk.session import Session
from desktop_app.domain.copies import Document
from desktop_app.papers.render import PaperRequest

#: Heads of the two lists, by the names of their columns.
_PERSON = {"number": "编号", "name": "姓名", "unit": "工作单位", "specialty": "专业"}
_APPLICANTS = _PERSON | {"title": "申报职称", "path": "申报类型"}
_EXPERTS = _PERSON | {"level": "职称"}


def save(session: Session, meeting: str, path: Path) -> None:
    """Write it as plain text: only on request, and in the log. Raises `Fault(MARKING_UNDECIDED)`."""
    asked = meeting_papers.request(session, meeting, Document.REVIEW_SCHEME)
    objects = {"document": Document.REVIEW_SCHEME.value, "meeting": meeting, "format": "docx"}
    plain_text.write(session, path, made(asked), asked.marking, objects)


def made(asked: PaperRequest) -> bytes:
    """The file. Its mark stands at the head of every page."""
    import docx  # loaded when a scheme is written

    document = docx.Document()
    document.core_properties.author = asked.extra["office"]
    document.core_properties.title = asked.extra["title"]
    document.sections[0].header.paragraphs[0].text = asked.marking.printed()
    document.add_heading(asked.extra["title"] + "实施方案", level=0)
    said = asked.extra
    parts = (
        ("一、申报情况", said["received"]),
        ("二、评审时间", said["held"]),
        ("三、评审地点", said["place"]),
        ("四、评委会组建情况", "\n".join((said["committee"], said["approved"], said["members"]))),
        ("五、评审工作程序", said["procedure"]),
        ("六、工作措施", said["measures"]),
    )
    for head, text in parts:
        document.add_heading(head, level=1)
        for line in text.split("\n"):
            document.add_paragraph(line)
    for head, columns, rows in (
        ("七、申报人员名单", _APPLICANTS, asked.rows["applicants"]),
        ("八、评委推荐名单", _EXPERTS, asked.rows["experts"]),
    ):
        document.add_heading(head, level=1)
        _table(document, columns, rows)
    document.add_paragraph(f"{said['office']}　　{said['printed_on']}")
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _table(document: object, columns: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> None:
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")  # type: ignore[attr-defined]
    for cell, head in zip(table.rows[0].cells, columns.values(), strict=True):
        cell.text = head
    for row in rows:
        for cell, name in zip(table.add_row().cells, columns, strict=True):
            cell.text = row[name]
