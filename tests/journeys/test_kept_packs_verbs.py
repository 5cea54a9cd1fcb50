"""`fengjuan policy export | import | list | use | move` as two desks' shells use them, in both languages."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_app.domain.kinds import Desk
from tests.support import packs
from tests.support.verbs import PASSPHRASE, ROOT, founded, one_clear_line, run


def made(folder: Path, desk: Desk, code: str) -> Path:
    return founded(folder, desk, f"单位{code}", code)


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("packs") / "vault", Desk.CITY_HR, "RSJ001")


def test_a_pack_is_signed_imported_listed_chosen_and_handed_on(vault: Path, tmp_path: Path) -> None:
    at = ("--vault", vault)
    folder = packs.edition(tmp_path / "second", "2026.2", closes="2026-08-30")
    out = tmp_path / "呼和浩特-2026-r2.fjpolicy"
    ran = run("policy", "export", folder, "--out", out, *at, passphrase=PASSPHRASE)
    assert ran.code == 0, ran.err
    assert "本单位的设定不在其中" in ran.out
    assert json.loads(out.read_bytes().split(b"\n", 1)[0])["edition"] == "2026.2"
    ran = run("policy", "export", folder, "--out", out, *at, passphrase=PASSPHRASE)
    assert ran.code == 2
    assert out.name in one_clear_line(ran)

    added = run("application", "add", ROOT / "resources/demo/classified_engineer.json", *at, passphrase=PASSPHRASE)
    application = added.out.split()[-1]
    ran = run("policy", "import", out, *at, passphrase=PASSPHRASE)
    assert ran.code == 0, ran.err
    assert "已导入政策包 hohhot-2026 2026.2" in ran.out
    assert "新的申报按它办理" in ran.out
    ran = run("policy", "import", out, *at, "--lang", "en", passphrase=PASSPHRASE)
    assert ran.code == 0
    assert "was here before; nothing was changed" in ran.out

    listed = run("policy", "list", *at, passphrase=PASSPHRASE).out.splitlines()
    assert [line.split("　")[0] for line in listed] == ["[现行] 2026", "[备用] 2026"]
    assert "单位RSJ001签发" in listed[0]
    assert "程序自带" in listed[1]
    assert listed[1].endswith("申报 1 份")
    english = run("policy", "list", *at, "--lang", "en", passphrase=PASSPHRASE).out
    assert "[in force] 2026" in english
    assert "came with the program" in english

    first = run("policy", "list", "--json", *at, passphrase=PASSPHRASE).data["packs"][1]["digest"]
    ran = run("application", "check", application, *at, passphrase=PASSPHRASE)
    assert f"以上按它所依据的政策包 hohhot-2026 2026.1 ({first[:12]}) 检查" in ran.out

    ran = run("policy", "move", application, "--pack", "hohhot-2026", *at, passphrase=PASSPHRASE)
    assert ran.code == 1
    assert "2026-08-30" in ran.out
    assert "未作改动" in ran.out
    ran = run(
        "policy", "move", application, "--pack", "hohhot-2026", "--yes", *at, "--lang", "en", passphrase=PASSPHRASE
    )
    assert ran.code == 0, ran.err
    assert "The draft is now under hohhot-2026 2026.2" in ran.out

    ran = run("policy", "use", "--pack", first[:12], *at, passphrase=PASSPHRASE)
    assert ran.code == 0, ran.err
    assert "经办" in ran.out.splitlines()[0]
    ran = run("policy", "use", "--newest", 2026, "--json", *at, passphrase=PASSPHRASE)
    assert ran.data["packs"][0]["edition"] == "2026.2"
    again = tmp_path / "again.fjpolicy"
    assert run("policy", "export", "--pack", "hohhot-2026", "--out", again, *at, passphrase=PASSPHRASE).code == 0
    assert again.read_bytes() == out.read_bytes()
    checked = run("vault", "check", *at, passphrase=PASSPHRASE)
    assert checked.code == 0, checked.out


def test_another_desks_pack_needs_its_verified_card(vault: Path, tmp_path: Path) -> None:
    other = made(tmp_path / "other", Desk.UNIT, "QCCH01")
    out = tmp_path / "pack.fjpolicy"
    folder = packs.edition(tmp_path / "third", "2026.3")
    assert run("policy", "export", folder, "--out", out, "--vault", vault, passphrase=PASSPHRASE).code == 0
    for language, words in (("zh", "请先导入签发单位的名片并核对指纹"), ("en", "is not known here")):
        ran = run("policy", "import", out, "--vault", other, "--lang", language, passphrase=PASSPHRASE)
        assert ran.code == 1
        assert words in one_clear_line(ran)
    changed = out.read_bytes().replace(b'"edition":"2026.3"', b'"edition":"2026.4"')
    out.write_bytes(changed)
    ran = run("policy", "import", out, "--vault", vault, passphrase=PASSPHRASE)
    assert ran.code == 1
    assert "政策包的签名不对" in one_clear_line(ran)
    assert len(run("policy", "list", "--json", "--vault", other, passphrase=PASSPHRASE).data["packs"]) == 1


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("import", "nowhere.fjpolicy"), 2, "nowhere.fjpolicy"),
        (("import", ROOT / "pyproject.toml"), 1, "这不是完好的政策包文件"),
        (("import", ROOT), 2, ROOT.name),
        (("export", "--out", "out.fjpolicy"), 2, "FOLDER"),
        (("export", "--pack", "hohhot-2026", "hohhot-2026", "--out", "out.fjpolicy"), 2, "FOLDER"),
        (("export", "nowhere", "--out", "out.fjpolicy"), 2, "nowhere"),
        (("export", "--pack", "nowhere", "--out", "out.fjpolicy"), 2, "policy list"),
        (("export", "hohhot-2026", "--out", "/no/such/folder/out.fjpolicy"), 2, "/no/such/folder"),
        (("use", "--pack", "1234567"), 2, "1234567"),
        (("use",), 2, "--newest"),
        (("move", "01", "--pack", "hohhot-2026"), 2, "申报"),
    ],
)
def test_wrong_use_is_one_clear_line(vault: Path, arguments: tuple[object, ...], code: int, words: str) -> None:
    ran = run("policy", *arguments, "--vault", vault, passphrase=PASSPHRASE)
    assert ran.code == code
    assert words in one_clear_line(ran)
    assert not Path(ROOT / "out.fjpolicy").exists()


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.15, 0.4])
def test_killed_while_importing_it_is_there_whole_or_not_at_all(vault: Path, tmp_path: Path, wait: float) -> None:
    """The child says when the vault is open; the kill comes a moment later."""
    number = f"2026.{int(wait * 1000) + 50}"
    out = tmp_path / "pack.fjpolicy"
    folder = packs.edition(tmp_path / "pack", number)
    assert run("policy", "export", folder, "--out", out, "--vault", vault, passphrase=PASSPHRASE).code == 0
    child = f"""
import sys
from pathlib import Path
from desktop_app.core.clock import SystemClock
from desktop_app.desk import opening, policy_files
opened = opening.unlock(Path({str(vault)!r}), {PASSPHRASE!r}, SystemClock())
print("ready", flush=True)
policy_files.import_(opened, Path({str(out)!r}))
print("done", flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", child], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=dict(os.environ)
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == b"ready\n", running.stderr.read()
        time.sleep(wait)
        running.send_signal(signal.SIGKILL)
        said = running.stdout.read()
    listed = run("policy", "list", "--json", "--vault", vault, passphrase=PASSPHRASE).data["packs"]
    there = [pack for pack in listed if pack["edition"] == number]
    assert len(there) <= 1
    if said:
        assert there
    assert all(pack["readable"] for pack in listed)
    checked = run("vault", "check", "--vault", vault, passphrase=PASSPHRASE)
    assert checked.code == 0, checked.out
    ran = run("policy", "import", out, "--vault", vault, "--json", passphrase=PASSPHRASE)
    assert ran.data["already"] is bool(there)
