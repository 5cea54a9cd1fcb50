"""`fengjuan policy settings | set | clear` as an officer's shell uses them."""

from pathlib import Path

import pytest

from desktop_app.domain.kinds import Desk
from tests.support.verbs import PASSPHRASE, founded, one_clear_line, run


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("settings") / "vault"
    return founded(folder, Desk.CITY_HR, "市人社局", "RSJ001")


def test_set_list_and_clear(vault: Path) -> None:
    at = ("--vault", vault)
    ran = run("policy", "set", "school_senior_due", "2026-08-03", "--ground", "校发 7 号", *at, passphrase=PASSPHRASE)
    assert ran.code == 0, ran.err
    assert "2026-08-03" in ran.out
    assert "校发 7 号" in ran.out
    listed = run("policy", "settings", *at, "--json", passphrase=PASSPHRASE).data["settings"]
    row = next(row for row in listed if row["name"] == "school_senior_due")
    assert (row["value"], row["settled"], row["set_by"], row["ground"]) == ("2026-08-03", True, "经办", "校发 7 号")
    assert row["set_at"].endswith("+00:00")
    ran = run("policy", "clear", "school_senior_due", *at, "--lang", "en", passphrase=PASSPHRASE)
    assert ran.out.startswith("[open] school_senior_due")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("school_senior_due", "3/8/2026", "年-月-日"),
        ("years_counted_to", "never", "cutoff（申报截止日）"),
        ("nothing_like_it", "1", "nothing_like_it"),
        ("local_route", "unit,city_hr", "用 > 依次连接"),
        ("department_posts_notice", "maybe", "“是”或“否”"),
    ],
)
def test_a_bad_value_is_one_clear_line(vault: Path, name: str, value: str, says: str) -> None:
    ran = run("policy", "set", name, value, "--ground", "据", "--vault", vault, passphrase=PASSPHRASE)
    assert ran.code == 2
    assert says in one_clear_line(ran)
