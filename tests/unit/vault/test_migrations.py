"""The ladder and the schema say the same."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from desktop_app.core.resources import resource
from desktop_app.crypto.locked import LockedBytes
from desktop_app.vault import migrations
from desktop_app.vault.database import Database
from desktop_app.vault.migrations import LATEST, STEPS, Step, statements

ROOT = Path(__file__).resolve().parents[3]


def schema_of(connection: dbapi2.Connection) -> list[tuple[str, str]]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    return [(name, " ".join(sql.split())) for name, sql in rows]


def test_schema_sql_is_all_migrations_run() -> None:
    climbed, direct = dbapi2.connect(":memory:"), dbapi2.connect(":memory:")
    for step in STEPS:
        climbed.executescript(resource("migrations", step.file).read_text(encoding="utf-8"))
    direct.executescript(resource("schema.sql").read_text(encoding="utf-8"))
    assert schema_of(climbed) == schema_of(direct)
    assert len(schema_of(direct)) > 30
    climbed.close()
    direct.close()


def test_the_ladder_has_no_missing_rung_and_no_stray_file() -> None:
    assert [step.to for step in STEPS] == list(range(1, LATEST + 1))
    files = sorted(path.name for path in resource("migrations").glob("*.sql"))
    assert files == [step.file for step in STEPS]


def test_a_trigger_is_one_statement() -> None:
    script = (
        "-- a; comment\nCREATE TABLE t (a);\n\n"
        "CREATE TRIGGER x BEFORE DELETE ON t\nBEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\n"
    )
    assert [statement.split()[1] for statement in statements(script)] == ["TABLE", "TRIGGER"]
    with pytest.raises(AssertionError):
        statements("CREATE TABLE t (a)")


def test_a_step_that_fails_undoes_the_whole_climb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "resource", lambda *parts: tmp_path / parts[-1])
    (tmp_path / "good.sql").write_text("CREATE TABLE kept (a);\n", encoding="utf-8")
    (tmp_path / "bad.sql").write_text("CREATE TABLE lost (a);\nINSERT INTO nowhere VALUES (1);\n", encoding="utf-8")
    monkeypatch.setattr(migrations, "STEPS", (Step(1, "good.sql"), Step(2, "bad.sql")))
    monkeypatch.setattr(migrations, "LATEST", 2)
    database = Database(tmp_path / "vault.db", LockedBytes(32))
    with pytest.raises(dbapi2.OperationalError):
        migrations.migrate(database)
    assert migrations.version(database) == 0
    assert database.rows("SELECT name FROM sqlite_master") == []
    database.close()


ASK = """
import json, sys
from pathlib import Path
from desktop_app.crypto.locked import LockedBytes
from desktop_app.vault.database import Database

database = Database(Path(sys.argv[1]), LockedBytes(32))
try:
    loaded = database.run("SELECT load_extension('x')")
except Exception as refused:
    loaded = str(refused)
print(json.dumps([loaded, {name: database.rows(f"PRAGMA {name}")[0][0] for name in sys.argv[2:]}]))
database.close()
"""


def test_the_settings_hold(tmp_path: Path) -> None:
    """Asked of a process of its own: in this one the tests have left out the lock on memory."""
    expected = {
        "journal_mode": "wal",
        "locking_mode": "exclusive",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
        "cipher_memory_security": "1",
        "cipher_page_size": "4096",
        "cipher_hmac_algorithm": "HMAC_SHA512",
    }
    command = [sys.executable, "-c", ASK, str(tmp_path / "vault.db"), *expected]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    loaded, settings = json.loads(said.stdout)
    assert settings == expected
    assert "not authorized" in loaded
