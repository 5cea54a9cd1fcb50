"""The table of taken branches counts what coverage reports, and fails below its measure."""

import json
from pathlib import Path

import pytest

from tests.support import branches


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """As `coverage json` writes it: two modules of the policy, one of each other package."""

    def told(taken: int, all_: int) -> dict[str, object]:
        counts = {"covered_branches": taken, "num_branches": all_, "covered_lines": 9, "num_statements": 10}
        return {"summary": counts}

    files = {"desktop_app/policy/a.py": told(10, 10), "desktop_app/policy/b.py": told(5, 10)}
    files |= {f"desktop_app/{name}/c.py": told(96, 100) for name in ("vault", "sealing", "papers")}
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"files": files}), encoding="utf-8")
    return path


@pytest.mark.slow
def test_one_package_below_the_measure_fails_it(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert branches.main(["--report", str(report)]) == 1
    said = capsys.readouterr().out
    assert "| policy | 20 | 75.0 % | 90.0 % |" in said
    assert "| vault | 100 | 96.0 % | 90.0 % |" in said
    assert said.index("policy/b.py") < said.index("vault/c.py") < said.index("policy/a.py")
    assert branches.main(["--report", str(report), "--least", "70"]) == 0


@pytest.mark.slow
def test_what_has_no_branch_is_taken_whole() -> None:
    assert branches.percent(0, 0) == 100
