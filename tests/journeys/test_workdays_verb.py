"""`fengjuan policy workdays list | import | remove` and the calendar by a vault, as an officer's shell uses them."""

from pathlib import Path

import pytest

from desktop_app.domain.kinds import Desk
from tests.support.verbs import PASSPHRASE, founded, one_clear_line, run

CSV = "开始,结束,安排,依据\n2027-01-01,2027-01-03,休,国办通知\n2027-01-09,,班,\n"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workdays") / "vault"
    return founded(folder, Desk.CITY_HR, "市人社局", "RSJ001")


def test_import_list_replace_and_remove(vault: Path, tmp_path: Path) -> None:
    at = ("--vault", vault)
    file = tmp_path / "2027.csv"
    file.write_text(CSV, encoding="gb18030")
    ran = run("policy", "workdays", "import", file, *at, passphrase=PASSPHRASE)
    assert ran.code == 0, ran.err
    assert "放假 3 天，调休上班 1 天，全年工作日 261 天" in ran.out
    file.write_text(CSV.replace("2027-01-03", "2027-01-04"), encoding="utf-8")
    refused = run("policy", "workdays", "import", file, *at, passphrase=PASSPHRASE)
    assert refused.code == 2
    assert "2027-01-04" in one_clear_line(refused)
    assert run("policy", "workdays", "import", file, "--replace", *at, passphrase=PASSPHRASE).code == 0
    listed = run("policy", "workdays", "list", *at, "--json", passphrase=PASSPHRASE).data["workdays"]
    assert [(one["year"], one["imported_by"]) for one in listed] == [(2026, ""), (2027, "经办")]
    assert "2027-01-04" in listed[1]["off"]
    ran = run("policy", "workdays", "remove", "2027", *at, passphrase=PASSPHRASE)
    assert "政策包自带" in ran.out
    assert "2027" not in ran.out
    assert "2027" in one_clear_line(run("policy", "workdays", "remove", "2027", *at, passphrase=PASSPHRASE))


def test_a_slip_is_one_sentence_with_its_line(vault: Path, tmp_path: Path) -> None:
    file = tmp_path / "slip.csv"
    file.write_text(CSV.replace("2027-01-09", "2027-01-08"), encoding="utf-8")
    ran = run("policy", "workdays", "import", file, "--vault", vault, "--lang", "en", passphrase=PASSPHRASE)
    assert ran.code == 2
    assert "“slip.csv” is wrong at line 3: 2027-01-08 is a weekday" in one_clear_line(ran)


def test_the_calendar_counts_by_what_was_imported(vault: Path, tmp_path: Path) -> None:
    at = ("--vault", vault)
    table = Path(__file__).resolve().parents[2] / "resources" / "policy" / "hohhot-2026" / "workdays.toml"
    changed = tmp_path / "2026.toml"
    changed.write_text(
        table.read_text(encoding="utf-8").replace("2026-06-19, ", "2026-06-18, 2026-06-19, "), encoding="utf-8"
    )
    ran = run("policy", "workdays", "import", changed, "--replace", *at, passphrase=PASSPHRASE)
    assert "与政策包自带的表不同，按导入的表计算：2026-06-18" in ran.out
    ran = run("policy", "calendar", *at, passphrase=PASSPHRASE)
    assert "最后一个工作日 2026-06-17" in ran.out
    assert "与政策包自带的不同" in ran.out.splitlines()[-1]
    assert one_clear_line(run("policy", "calendar", "hohhot-2026", *at, passphrase=PASSPHRASE))
    run("policy", "workdays", "remove", "2026", *at, passphrase=PASSPHRASE)
    assert "最后一个工作日 2026-06-18" in run("policy", "calendar", *at, passphrase=PASSPHRASE).out
