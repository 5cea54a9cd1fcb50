"""The main job by a screen reader's eyes and a keyboard, from another process: names, roles, focus, what is said."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.core.clock import SystemClock
from desktop_app.core.resources import resource
from desktop_app.desk import draft, opening
from desktop_app.domain.kinds import Desk
from desktop_app.domain.marking import SecrecyLevel
from desktop_app.domain.offices import Machine, Office
from tests.support import founded, screen_reader
from tests.support.patience import until
from tests.support.screen_reader import BACK, LEFT, PAGE_DOWN, RETURN

PASSPHRASE = "camel-hetao-1958-lantern-steppe"


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder with a short name: the path of a socket may have 108 bytes."""
    made = Path(tempfile.mkdtemp(prefix="rd"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def vault(home: Path) -> Path:
    """A unit's vault with the engineer's draft in it."""
    session = founded.session(
        opening.NewVault(
            folder=home / "vault",
            passphrase=PASSPHRASE,
            office=Office(desk=Desk.UNIT, code="QCCH01", name="呼和浩特市青城测绘地理信息中心", officer="陆怀谷"),
            machine=Machine(number="BM-1", level=SecrecyLevel.SECRET, keeper="段知白"),
            user="陆怀谷",
        ),
        SystemClock(),
    )
    draft.take_in(session, resource("demo", "classified_engineer.json"))
    session.close()
    return home / "vault"


@screen_reader.needed
def test_the_main_job_is_followed_from_outside(home: Path, vault: Path) -> None:
    with screen_reader.reading(home, vault) as reader:
        field = reader.find("text", "口令")
        assert reader.name(reader.find("push button", "解锁")) == "解锁"
        reader.focus(field)
        reader.press(RETURN)
        assert reader.hears("请输入口令。")
        reader.type(PASSPHRASE)
        until(lambda: reader.caret(field) == len(PASSPHRASE))
        reader.press(LEFT, control=True)  # by a word: a reader would ask for the word at the end, and Qt hang
        reader.press(ord("x"))
        until(lambda: reader.caret(field) == len(PASSPHRASE) + 1)
        reader.press(BACK)
        reader.press(RETURN)
        reader.find("push button", "新建申请")
        rail = reader.children(reader.find("page tab list", "栏目"))
        assert [(reader.role(one), reader.name(one)) for one in rail[:2]] == [
            ("page tab", "工作台"),
            ("page tab", "申请"),
        ]
        assert [reader.selected(one) for one in rail[:2]] == [True, False]
        reader.press(ord("2"), control=True)
        table = reader.find("table", "申请列表")
        assert [reader.selected(one) for one in rail[:2]] == [False, True]
        told = [(reader.role(one), reader.name(one)) for one in reader.children(table)]
        assert ("column header", "姓名") in told
        assert "沈砚舟" in [name for role, name in told if "cell" in role], told
        assert reader.goes_to("text", "查找申请")
        reader.press(RETURN)  # from the search to the list
        assert reader.goes_to("table", "申请列表"), reader.here()
        before = reader.chosen
        reader.press(RETURN)
        assert reader.hears("密级标志：机密★5年")
        assert reader.goes_to("combo box", "申报层级"), reader.here()
        assert reader.chosen - before <= 5  # not the row of every closed list on the page
        sections = [reader.name(one) for one in reader.children(reader.find("list", "表格部分"))]
        assert "密级，齐全" in sections
        findings = [reader.name(one) for one in reader.children(reader.find("list", "还有什么挡着"))]
        assert any(one.startswith("待补充") for one in findings)
        assert reader.name(reader.find("push button", "提交")).startswith("提交（还差")
        reader.press(PAGE_DOWN, control=True)  # the next section, by keyboard
        assert reader.goes_to("radio button", "已标密"), reader.here()
        reader.press(RETURN, control=True)
        assert reader.hears("未完成："), reader.said
        reader.press(ord("l"), control=True)
        reader.find("text", "口令")
