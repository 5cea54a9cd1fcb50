"""The sheet for the wall: one A3 page that says every day of the year's table, the same bytes each time."""

import re
from datetime import date
from pathlib import Path

from desktop_app.core.progress import Progress
from desktop_app.core.resources import resource
from desktop_app.desk import policy_settings, wall_sheet
from desktop_app.desk.session import Session
from desktop_app.domain.application import Application
from desktop_app.domain.copies import Document
from desktop_app.papers.bindings import bind
from desktop_app.papers.form import load
from desktop_app.papers.items import Shade
from desktop_app.papers.layout import lay_out
from desktop_app.papers.pdf_text import pages as page_texts
from desktop_app.papers.wording import CodeTables
from desktop_app.policy.calendar_days import CalendarKind, year_calendar
from desktop_app.policy.pack import Pack, load_files, load_shipped
from desktop_app.policy.reading import files_of
from desktop_app.policy.starting import started

OFFICE = "呼和浩特市人力资源和社会保障局"


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(page_texts(pdf)))


def test_it_says_every_day_with_its_clause_on_one_landscape_sheet() -> None:
    made = wall_sheet.of_pack(load_shipped(), Progress(), OFFICE)
    assert (made.width_mm, made.height_mm, made.pages_per_copy, made.issues) == (420.0, 297.0, 1, ())
    said = text_of(made.pdf)
    assert "2026年度职称申报评审工作日程" in said
    assert OFFICE in said
    for entry in year_calendar(load_shipped()).days:
        if entry.kind not in (CalendarKind.HOLIDAY, CalendarKind.MADE_UP):
            assert re.sub(r"\s", "", f"{entry.day.month}月{entry.day.day}日") in said
            assert entry.words.zh in said
            assert entry.clause in said
    for last in ("7月7日（周二）最迟公示", "7月10日（周五）最迟公示", "6月10日（周三）最迟公示"):
        assert last in said
    assert "公示满5个工作日：7月8日、7月9日、7月10日、7月13日、7月14日" in said
    for open_day in year_calendar(load_shipped()).unsettled:
        assert open_day.words.zh in said


def test_the_same_year_gives_the_same_bytes() -> None:
    one, other = (wall_sheet.of_pack(load_shipped(), Progress(), OFFICE).pdf for _ in range(2))
    assert one == other
    assert wall_sheet.of_pack(load_shipped(), Progress(), "别的单位").pdf != one


def rows(pack: Pack) -> dict[str, dict[str, str]]:
    year = year_calendar(pack)
    return {row["month"]: dict(row) for row in wall_sheet.months(year, pack.calendar)}


def test_a_day_says_its_weekday_what_offices_do_and_what_falls_on_it() -> None:
    months = rows(load_shipped())
    assert list(months) == ["5月", "6月", "7月", "8月", "9月", "10月"]
    assert months["7月"]["d7"] == "二\n高公示"
    assert months["7月"]["d10"] == "五\n高公示\n高截止\n公示期"
    assert months["6月"]["d20"] == "六 假\n中报送"
    assert months["5月"]["d9"] == "六 班"
    assert months["7月"]["d11"] == "六 休"
    closed = {(name, key) for name, row in months.items() for key, value in row.items() if key[0] == "s" and value}
    assert ("7月", "s11") in closed
    assert ("5月", "s9") not in closed, "a made-up workday is not grey"
    assert "d31" not in months["6月"]


def test_closed_days_are_greyed_behind_their_words() -> None:
    pack = load_shipped()
    months = list(wall_sheet.months(year_calendar(pack), pack.calendar))
    values = bind(Application(), CodeTables(), {}, {"months": months})
    page = lay_out(load(Document.WALL_CALENDAR.value), values).pages[0]
    grey = [item for item in page.items if isinstance(item, Shade)]
    assert len(grey) == sum(1 for row in months for key, value in row.items() if key[0] == "s" and value)
    assert all(item.width == 12 and item.gray < 1 for item in grey)


def test_a_year_without_a_table_of_workdays_says_so_and_guesses_nothing() -> None:
    files = files_of(Path(resource("policy", "hohhot-2026")))
    pack = load_files(started(files, load_shipped(), 2027))
    said = text_of(wall_sheet.of_pack(pack, Progress()).pdf)
    assert "没有2027年的工作日表" in said
    assert "最迟公示7月" not in said
    assert not any(value for row in rows(pack).values() for key, value in row.items() if key[0] == "s")


def test_a_desk_prints_its_own_settled_days_and_its_name(unit: Session) -> None:
    for name, day in (("school_senior_due", date(2026, 7, 24)), ("targeted_senior_due", date(2026, 11, 20))):
        policy_settings.set_(unit, name, day, "通知")
    policy_settings.set_(unit, "department_posts_notice", True, "市局答复")
    made = wall_sheet.preview(unit, 2026, Progress())
    said = text_of(made.rendered.pdf)
    assert "测试UNIT01" in said
    assert "中小学、中职教师高级材料何时报到高评委" not in said
    assert "11月20日（周五）报送期限" in said
    assert "主管部门最迟开始公示" in said
    assert made.rendered.issues == ()


def test_where_the_imported_workdays_part_from_the_pack_it_is_printed() -> None:
    pack = load_shipped()
    own = pack.calendar.tables[2026]
    other = type(own)(year=2026, source="补充通知", off=(*own.off, date(2026, 6, 18)), worked=own.worked)
    said = text_of(wall_sheet.of_pack(pack.with_workdays([other]), Progress()).pdf)
    assert "按本单位导入的表计算，与政策包自带的不同：6月18日" in said
    assert "补充通知" in said
