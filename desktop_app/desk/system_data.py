"""The year's filings as rows for the region's title system (六（三）3): one fixed column map, as a workbook or as CSV.

The system's own import layout is not published; the manual's page `system_data` says what each column holds, so that
an officer can rename or reorder them. The order of this map is never changed, columns are only added at its end.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.desk import plain_text, tables, year_papers
from desktop_app.desk.session import Session
from desktop_app.domain.marking import NOT_SECRET, Marking, combined
from desktop_app.domain.words import word
from desktop_app.papers.bindings import bind

#: Head of the column, and the printed value it holds; the first and the last two are this table's own.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("序号", ""),
    ("年度", ""),
    ("姓名", "person.name"),
    ("性别", "person.sex"),
    ("民族", "person.ethnic"),
    ("出生日期", "person.birth"),
    ("证件类型", "person.identity_kind"),
    ("证件号码", "person.identity_number"),
    ("政治面貌", "person.political"),
    ("联系电话", "person.phone"),
    ("参加工作时间", "person.working_since"),
    ("最高学历", "education.level"),
    ("学位", "education.degree"),
    ("毕业学校", "education.school"),
    ("所学专业", "education.major"),
    ("毕业时间", "education.finished"),
    ("单位全称", "unit.name"),
    ("统一社会信用代码", "unit.credit_code"),
    ("单位性质", "unit.kind"),
    ("人事隶属关系", "unit.affiliation"),
    ("所在旗县区", "unit.area"),
    ("主管部门", "unit.department"),
    ("现有职称", "post.title"),
    ("取得时间", "post.title_since"),
    ("申报系列", "filing.series"),
    ("系列分支", "filing.series_track"),
    ("申报专业", "filing.specialty"),
    ("申报层级", "filing.level"),
    ("申报职称", "filing.title"),
    ("评审方式", "filing.track"),
    ("申报类型", "filing.path"),
    ("办理情况", ""),
    ("密级", ""),
)
_SHEET = "职称系统数据"


def save(session: Session, path: Path, progress: Progress) -> int:
    """Write the rows, `.xlsx` or `.csv` as the name says: plain text, on request, in the log. How many rows.

    Raises `Fault(DATA_FILE_KIND)`, `Fault(MARKING_UNDECIDED)`, `Cancelled`.
    """
    kind = path.suffix.lower()
    if kind not in (".xlsx", ".csv"):
        raise Fault(Code.DATA_FILE_KIND, path=str(path))
    rows = _Rows(session, progress)
    content = _workbook(rows) if kind == ".xlsx" else _csv(rows)
    objects = {
        "form": "system_data",
        "format": kind[1:],
        "applications": str(rows.count),
        "digest": hashlib.sha256(content).hexdigest(),
    }
    plain_text.write(session, path, content, combined(list(rows.marks)) if rows.marks else NOT_SECRET, objects)
    return rows.count


class _Rows:
    """The rows, each made when it is asked for; then how many there were, and which marks."""

    def __init__(self, session: Session, progress: Progress) -> None:
        self._session = session
        self._progress = progress
        self.count = 0
        self.marks: dict[Marking, None] = {}

    def __iter__(self) -> Iterator[list[str | int]]:
        codes = tables.code_tables(self._session.pack)
        for one in year_papers.each(self._session, self._progress):
            self.count += 1
            self.marks[one.marking] = None
            said = bind(one.filed.application, codes).single
            own: dict[str, str | int] = {
                "序号": self.count,
                "年度": one.filed.application.year,
                "办理情况": word(one.filed.outcome),
                "密级": one.marking.printed(),
            }
            yield [own[head] if head in own else said[key] for head, key in COLUMNS]


def _workbook(rows: Iterable[Sequence[str | int]]) -> bytes:
    from desktop_app.desk import workbook  # the library is slow to load

    heads = [(head, max(8, 2 * len(head) + 4)) for head, _ in COLUMNS]
    return workbook.made([workbook.Sheet(_SHEET, heads, rows)])


def _csv(rows: Iterable[Sequence[str | int]]) -> bytes:
    """With a byte order mark: without it, a spreadsheet here takes the file for GBK."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([head for head, _ in COLUMNS])
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str | int) -> str | int:
    """What a spreadsheet would run as a formula is made text by a leading apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")) else cell
