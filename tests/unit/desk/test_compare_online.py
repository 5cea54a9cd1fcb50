"""Paper against online: exports drawn here in three layouts, hostile PDFs, and what the verb then says."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from msgspec import structs

from desktop_app.core.errors import Cancelled
from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.core.text import alike
from desktop_app.desk import compare_online, open_file
from desktop_app.desk.compare_online import Compared, Outcome
from desktop_app.desk.open_file import OpenFile
from desktop_app.domain import exchange
from desktop_app.domain.application import Application, Person
from desktop_app.policy.online_compare import compare
from desktop_app.policy.pack import load_shipped
from tests.support import exports, papers
from tests.support.exports import drawn, review_form
from tests.support.verbs import ROOT, one_clear_line, run

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def record() -> Application:
    return papers.application(papers.RARE_NAME)


def compared(folder: Path, record: Application, export: bytes) -> dict[str, Compared]:
    path = folder / "export.pdf"
    path.write_bytes(export)
    return {one.path: one for one in compare_online.of_file(OpenFile(record, load_shipped()), path)}


def open_ones(found: dict[str, Compared]) -> dict[str, Outcome]:
    return {path: one.outcome for path, one in found.items() if one.outcome is not Outcome.SAME}


def test_no_false_alarm_on_crowded_forms_and_on_any_example(tmp_path: Path) -> None:
    """Values that go on overleaf, a dozen equal rows one below the other, words of a sentence that are labels too."""
    examples = [exchange.read(path) for path in sorted(resource("demo").glob("*.json"))]
    for record in (papers.crowded(), *examples):
        assert open_ones(compared(tmp_path, record, review_form(record))) == {}


def test_a_value_that_goes_on_overleaf_with_something_else_is_told(tmp_path: Path) -> None:
    record = papers.crowded()
    changed = structs.replace(record, person=structs.replace(record.person, birthplace=record.person.birthplace + "城"))
    found = compared(tmp_path, changed, review_form(record))
    assert open_ones(found) == {"person.birthplace": Outcome.DIFFERS}


def test_a_value_is_not_taken_from_a_row_of_a_table(tmp_path: Path, record: Application) -> None:
    """The school of the highest degree is another one online, yet it stands among the studies as well."""
    changed = structs.replace(record, education=structs.replace(record.education, school="西部农牧大学"))
    found = compared(tmp_path, record, review_form(changed))
    assert open_ones(found) == {"education.school": Outcome.NOT_FOUND}


@pytest.mark.parametrize("name", [papers.RARE_NAME, papers.LONG_NAME])
def test_the_same_form_has_no_difference(tmp_path: Path, name: str) -> None:
    record = papers.application(name)
    found = compared(tmp_path, record, review_form(record))
    assert open_ones(found) == {}
    assert len(found) > 60


@pytest.mark.parametrize(
    ("field", "online", "shown"),
    [
        ("name", "㛃𬭎𫘧𪨱", "㛃𬭎𫘧𪨱"),
        ("phone", "13800000001", "13800000001"),
        ("birthplace", "内蒙古自治区呼和浩特市玉泉区", "内蒙古自治区呼和浩特市玉泉区"),
        ("working_since", "2005-07", "2005.07"),
        ("former_name", "其木格", "其木格"),
    ],
)
def test_one_changed_value_is_told_with_what_stands_online(
    tmp_path: Path, record: Application, field: str, online: str, shown: str
) -> None:
    changed = structs.replace(record, person=structs.replace(record.person, **{field: online}))
    found = compared(tmp_path, record, review_form(changed))
    assert open_ones(found) == {f"person.{field}": Outcome.DIFFERS}
    assert found[f"person.{field}"].online == shown


def test_a_row_is_compared_by_itself(tmp_path: Path, record: Application) -> None:
    """Both jobs' places and dates stand elsewhere on the form too; only the changed cells of the row are open."""
    first, second = record.work
    changed = structs.replace(record, work=(structs.replace(first, unit="青城林场", end="2018-11"), second))
    found = compared(tmp_path, record, review_form(changed))
    assert open_ones(found) == {"work[0].end": Outcome.NOT_FOUND, "work[0].unit": Outcome.NOT_FOUND}


TABLE = (
    ("姓　名", "萨仁高娃", "性别", "女"),
    ("身份证号", "15010419810603002x", "出生年月", "198106"),
    ("民族", "蒙古族", "参加工作时间", "2004年7月"),
    ("工作单位", "青城草原工作站", "毕业院校", "北方农牧大学"),
    ("现有专业技术资格", "高级畜牧师", "取得时间", "2018/11/20"),
)


@pytest.mark.parametrize("changed", [None, (0, 1, "萨仁高娃玛"), (1, 3, "198206"), (3, 1, "青城草原工作站分站")])
def test_a_table_of_labels_and_values(tmp_path: Path, changed: tuple[int, int, str] | None) -> None:
    cells = [list(row) for row in TABLE]
    paths = {(0, 1): "person.name", (1, 3): "person.birth", (3, 1): "unit.name"}
    if changed:
        cells[changed[0]][changed[1]] = changed[2]
    export = drawn([list(zip((40, 150, 300, 420), row, strict=True)) for row in cells])
    found = compared(tmp_path, papers.application(), export)
    told = {path: found[path].outcome for path in (*paths.values(), "person.sex", "person.identity_number")}
    told |= {path: found[path].outcome for path in ("person.working_since", "post.title_held_since")}
    wanted = dict.fromkeys(told, Outcome.SAME)
    if changed:
        wanted[paths[changed[:2]]] = Outcome.DIFFERS
        assert found[paths[changed[:2]]].online == changed[2]
    assert told == wanted
    assert found["unit.credit_code"].outcome is Outcome.NOT_FOUND


@pytest.mark.parametrize("write", [drawn, exports.drawn_by_qt], ids=["reportlab", "qt"])
def test_a_value_is_told_with_its_page_and_line(tmp_path: Path, write: Callable[[exports.Lines], bytes]) -> None:
    """Whoever wrote the PDF."""
    lines = [list(zip((40, 150, 300, 420), row, strict=True)) for row in TABLE]
    found = compared(tmp_path, papers.application(), write(lines))
    birth = found["person.birth"]
    assert (birth.outcome, birth.page, birth.line) == (Outcome.SAME, 1, 2)
    assert "198106" in birth.near
    same = ("person.name", "person.sex", "unit.name", "education.school", "post.title_held", "post.title_held_since")
    assert {path: found[path].outcome for path in same} == dict.fromkeys(same, Outcome.SAME)
    lost = found["unit.credit_code"]
    assert (lost.outcome, lost.page, lost.line, lost.near) == (Outcome.NOT_FOUND, 0, 0, "")


def test_characters_that_the_file_does_not_name_are_shown_as_such() -> None:
    """Some writers leave glyphs without a character: what stands there is neither the same nor another value."""
    page = compare_online._harmless("身份证号 \x0f\x10\x11\x12x 民族 蒙古族\r\n姓名 萨仁高\x05\r\n")
    found = {one.path: one for one in compare(papers.application(), [page], load_shipped())}
    number, name = found["person.identity_number"], found["person.name"]
    assert (number.outcome, number.online) == (Outcome.NOT_FOUND, "\ufffd\ufffd\ufffd\ufffdx")
    assert (name.outcome, name.online) == (Outcome.NOT_FOUND, "萨仁高\ufffd")
    assert found["person.ethnic_group"].outcome is Outcome.SAME


def test_the_page_is_the_exports_own(tmp_path: Path, record: Application) -> None:
    """A head that stands on each page is read once, but each page keeps its number."""
    lines = [[(40, "申报系统导出")], *([(40, f"说明第{number}行")] for number in range(34))]
    lines += [[(40, "申报系统导出")], [(40, "联系电话"), (150, "13800000009")]]
    phone = compared(tmp_path, record, drawn(lines))["person.phone"]
    assert (phone.outcome, phone.online, phone.page, phone.line) == (Outcome.DIFFERS, "13800000009", 2, 2)


def test_reading_can_be_cancelled_at_once(tmp_path: Path) -> None:
    """The child that reads a long export is ended, and nothing waits for it."""
    path = tmp_path / "export.pdf"
    path.write_bytes(exports.many_pages(review_form(papers.application()), 500))
    told: list[str] = []

    def cancel(done: int, total: int, what: str) -> None:
        told.append(what)
        progress.cancel()

    progress = Progress(cancel)
    others = set(psutil.Process().children())
    with pytest.raises(Cancelled):
        compare_online.read(path, progress)
    assert told == ["reading"], "at the next look"
    assert set(psutil.Process().children()) <= others


def test_running_text_is_searched_value_by_value(tmp_path: Path) -> None:
    text = "萨仁高娃，女，蒙古族，1981年6月3日生，电话：13800000000。"
    found = compared(tmp_path, papers.application(), drawn([[(40, text)], [(40, "单位：青城草原工作站。")]]))
    same = {path for path, one in found.items() if one.outcome is Outcome.SAME}
    assert same == {
        "person.name", "person.sex", "person.ethnic_group", "person.birth", "person.phone", "unit.name",
    }  # fmt: skip


def test_cells_may_be_joined_and_values_carry_a_word_behind_them(tmp_path: Path, record: Application) -> None:
    """As the submission form does: the prize with its grade, the series and the specialty without a label."""
    lines = ["农业技术人员系列　草原与饲草饲料专业", "2019.12　技术推广，丰收奖二等，第3名"]
    award = structs.replace(record.awards[0], on="2019-12", project="技术推广", name="丰收奖", rank=3)
    record = structs.replace(
        record, awards=(award,), filing=structs.replace(record.filing, series="05", specialty="草原与饲草饲料")
    )
    name = load_shipped().series["05"].name.zh
    found = compared(tmp_path, record, drawn([[(40, line.replace("农业技术人员", name))] for line in lines]))
    paths = ["filing.series", "filing.specialty", *(f"awards[0].{one}" for one in ("on", "project", "name", "grade"))]
    assert {path: found[path].outcome for path in paths} == dict.fromkeys(paths, Outcome.SAME)
    other = structs.replace(record, awards=(structs.replace(award, name="丰收大奖"),))
    found = compared(tmp_path, other, drawn([[(40, line)] for line in lines]))
    assert found["awards[0].name"].outcome is Outcome.NOT_FOUND


def test_a_label_in_a_sentence_is_no_label(tmp_path: Path, record: Application) -> None:
    text = "经复审，推荐程序、申报专业和材料均符合要求（联系电话已核）。"
    found = compared(tmp_path, record, drawn([[(40, text)], [(40, "联系电话"), (150, "13800000000")]]))
    assert found["filing.specialty"].outcome is Outcome.NOT_FOUND
    assert found["person.phone"].outcome is Outcome.SAME


@pytest.mark.parametrize(
    ("online", "outcome"), [([], None), (["无"], Outcome.SAME), (["其木格"], Outcome.DIFFERS), ([""], None)]
)
def test_nothing_on_paper_needs_nothing_online(
    tmp_path: Path, record: Application, online: list[str], outcome: Outcome | None
) -> None:
    record = structs.replace(record, person=structs.replace(record.person, former_name="无"))
    lines = [[(40, "性别"), (150, "女")], *([(40, "曾用名"), (150, value)] for value in online)]
    found = compared(tmp_path, record, drawn(lines)).get("person.former_name")
    assert (found.outcome if found else None) is outcome


def test_a_name_is_never_folded(tmp_path: Path) -> None:
    """The full-width letter is another character in a name, but not in a place."""
    record = Application(person=Person(name="Ａ明", birthplace="Ａ县（城关）"))
    found = compared(tmp_path, record, drawn([[(40, "姓名"), (150, "A明")], [(40, "出生地"), (150, "A县(城关)")]]))
    assert found["person.name"].outcome is Outcome.DIFFERS
    assert found["person.birthplace"].outcome is Outcome.SAME


def test_an_export_that_says_one_thing_without_end_is_compared_in_time() -> None:
    """Row values and labels a hundred thousand times over: ten times as much takes ten times as long at most."""
    page, pack = "姓名 3 城市 2018.12 高级畜牧师\n" * 2000, load_shipped()
    took = []
    for count in (5, 50):
        began = time.process_time()
        found = {one.path: one.outcome for one in compare(papers.application(), [page] * count, pack)}
        took.append(time.process_time() - began)
        assert found["person.name"] is Outcome.DIFFERS
    assert took[1] < 10 * took[0]


def test_a_long_text_is_told_by_the_sentences_that_changed(tmp_path: Path, record: Application) -> None:
    record = structs.replace(record, work_summary=papers.SENTENCE + "主持项目三项。")
    changed = structs.replace(record, work_summary=papers.SENTENCE + "主持项目五项。")
    assert open_ones(compared(tmp_path, record, review_form(record))) == {}
    found = compared(tmp_path, record, review_form(changed))
    assert open_ones(found) == {"work_summary": Outcome.DIFFERS}
    assert found["work_summary"].paper == "主持项目三项。"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "不是完整的 PDF"),
        (b"%PDF-1.7 garbage \x00\xff" * 50, "不是完整的 PDF"),
        (exports.many_pages(drawn([[(40, "姓名")]]), 1000), "页数或文字过多"),
        (exports.scanned("Sarangowa"), "没有文字"),
        (exports.locked(drawn([[(40, "姓名")]])), "打开口令"),
    ],
    ids=["empty", "garbage", "thousand pages", "scan", "locked"],
)
def test_a_hostile_export_gets_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "export.pdf"
    path.write_bytes(content)
    ran = run("compare", ROOT / "resources" / "demo" / "rare_name.json", path)
    assert ran.code == 2
    assert said in one_clear_line(ran)
    assert ran.out == ""


def test_a_truncated_export_is_no_silent_success(tmp_path: Path, record: Application) -> None:
    whole = review_form(record)
    path = tmp_path / "export.pdf"
    path.write_bytes(whole[: len(whole) // 2])
    given = tmp_path / "a.json"
    given.write_text(exchange.pretty(record), encoding="utf-8")
    ran = run("compare", given, path)
    assert ran.code in (1, 2)
    assert "Traceback" not in ran.err


def test_the_verb_says_what_differs(tmp_path: Path, record: Application) -> None:
    given, export = tmp_path / "a.json", tmp_path / "export.pdf"
    given.write_text(exchange.pretty(record), encoding="utf-8")
    export.write_bytes(review_form(record))
    assert run("compare", given, export).code == 0
    changed = structs.replace(record, person=structs.replace(record.person, phone="13800000001"))
    export.write_bytes(review_form(changed))
    ran = run("compare", given, export)
    assert ran.code == 1
    assert "[不一致] 联系电话　纸质：13800000000　线上：13800000001" in ran.out
    assert run("--json", "compare", given, export).data["differences"] == 1
    assert open_file.read(given, None).application == record


@pytest.mark.skipif(sys.platform == "win32", reason="the limits are those of POSIX")
def test_the_reader_may_write_no_file_and_take_no_gigabytes(tmp_path: Path) -> None:
    target = tmp_path / "written"
    code = (
        "import sys; from desktop_app.host import confined; confined.confine()\n"
        "try:\n  with open(sys.argv[1], 'wb') as out: out.write(b'x')\n"
        "except OSError: print('no file')\n"
        "try: bytearray(2 << 30)\nexcept MemoryError: print('no memory')\n"
    )
    done = subprocess.run([sys.executable, "-c", code, target], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["no file", "no memory"]
    assert not target.exists() or target.stat().st_size == 0


def test_an_unknown_reader_is_refused() -> None:
    assert run("--confined", "shell").code == 2


@pytest.mark.parametrize(
    ("paper", "online", "codes"),
    [
        ("\uf92c格", "\u90ce格", ("U+F92C", "U+90CE")),
        ("\u90ce格", "\uf92c格", ("U+90CE", "U+F92C")),
        ("阿拉坦·苏和", "阿拉坦•苏和", ("U+00B7", "U+2022")),
    ],
)
def test_a_name_in_lookalike_characters_is_never_the_same(
    tmp_path: Path, paper: str, online: str, codes: tuple[str, str]
) -> None:
    record = papers.application(paper)
    changed = structs.replace(record, person=structs.replace(record.person, name=online))
    found = compared(tmp_path, record, review_form(changed))["person.name"]
    assert (found.outcome, found.paper, found.online) == (Outcome.DIFFERS, paper, online)
    assert alike(found.paper, found.online) == codes
