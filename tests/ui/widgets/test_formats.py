"""What may be typed into a field, and what becomes of it."""

from datetime import date

import msgspec
import pytest

from desktop_app.domain.application import Application, Publication, Study, Work
from desktop_app.domain.kinds import Authorship
from desktop_app.ui.widgets import formats as f
from desktop_app.ui.widgets.kinds import format_of
from desktop_app.ui.widgets.pinyin import matches


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("20190601", date(2019, 6, 1)),
        ("2019.6.1", date(2019, 6, 1)),
        ("2019-06-01", date(2019, 6, 1)),
        ("2019/6/1", date(2019, 6, 1)),
        ("2019年6月1日", date(2019, 6, 1)),
        ("２０１９．６．１", date(2019, 6, 1)),
        ("2020-2-29", date(2020, 2, 29)),
        ("  ", None),
    ],
)
def test_days_are_read_as_officers_type_them(typed: str, value: date | None) -> None:
    assert f.DateFormat().read(typed) == value


@pytest.mark.parametrize(
    "typed", ["2019", "2019-13-01", "2019-2-29", "19.6.1", "201961", "abc", "2019-6", "18990101", "2019-6-1-1"]
)
def test_no_day_is_guessed(typed: str) -> None:
    with pytest.raises(f.Unreadable):
        f.DateFormat().read(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("201906", "2019-06"), ("2019.6", "2019-06"), ("2019-06", "2019-06"), ("2019年6月", "2019-06"), ("", None)],
)
def test_months(typed: str, value: str | None) -> None:
    assert f.MonthFormat().read(typed) == value


@pytest.mark.parametrize("typed", ["2019", "201913", "2019.0", "20190", "1899-01", "九月"])
def test_no_month_is_guessed(typed: str) -> None:
    with pytest.raises(f.Unreadable):
        f.MonthFormat().read(typed)


def test_text_keeps_rare_characters_and_drops_deceivers() -> None:
    form = f.TextFormat(60)
    assert form.read("䶮·𠮷ᠮᠣᠩᠭᠣᠯ") == "䶮·𠮷ᠮᠣᠩᠭᠣᠯ"
    assert form.read("a\u202eb\u200bc\n") == "abc"
    with pytest.raises(f.Unreadable):
        form.read("名" * 61)


def test_numbers() -> None:
    assert f.CountFormat().read("") == 0
    assert f.CountFormat().read("１２") == 12
    assert f.DecimalFormat().read("2.5") == "2.5"
    assert f.DecimalFormat().read(" ") is None
    for wrong in ("-1", "x", "10001", "1.5"):
        with pytest.raises(f.Unreadable):
            f.CountFormat().read(wrong)
    for wrong in ("02.5", "1.23456", "1,5", "."):
        with pytest.raises(f.Unreadable):
            f.DecimalFormat().read(wrong)


def test_every_field_of_an_application_has_a_format_and_shows_what_it_reads() -> None:
    structs = [Study, Work, Publication]
    seen = 0
    for field in msgspec.structs.fields(Application):
        default = getattr(Application(), field.name)
        if isinstance(default, msgspec.Struct) and field.name not in ("opinions", "marking"):
            structs.append(type(default))
    for owner in structs:
        for field in msgspec.structs.fields(owner):
            form = format_of(owner, field.name)
            blank = getattr(owner(), field.name)
            if form.show(blank):
                assert form.read(form.show(blank)) == blank
            seen += 1
    assert seen > 80


def test_choices_are_read_by_their_words() -> None:
    form = format_of(Publication, "authorship")
    assert form.read("独著") is Authorship.SOLE
    assert form.show(Authorship.SOLE) == "独著"
    assert form.show(None) == ""
    with pytest.raises(f.Unreadable):
        form.read("主编")


@pytest.mark.parametrize("typed", ["蒙古", "menggu", "mgz", "MG", "meng gu"])
def test_words_are_found_by_characters_pinyin_and_initials(typed: str) -> None:
    assert matches(typed, "蒙古族")
    assert not matches(typed, "回族")
