"""`fengjuan font list | add | outline | withdraw` as an officer's shell uses them."""

from pathlib import Path

import pytest

from desktop_app.domain.kinds import Desk
from tests.support.font_files import OWN, UNCARRIED, VERA, holding, permitting
from tests.support.verbs import PASSPHRASE, founded, one_clear_line, run


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts") / "vault"
    return founded(folder, Desk.CITY_HR, "市人社局", "RSJ001")


def test_add_list_outline_and_withdraw(vault: Path, tmp_path: Path) -> None:
    at = ("--vault", vault)
    (tmp_path / "g.ttf").write_bytes(holding(UNCARRIED, "\U000301d8"))
    (tmp_path / "vera.ttf").write_bytes(VERA)
    ran = run("font", "add", tmp_path / "g.ttf", "--ground", "厂商授权", *at, passphrase=PASSPHRASE)
    assert ran.code == 0, ran.err
    assert "自带字体所缺的 2 字" in ran.out
    asked = ("font", "outline", "U+E000", tmp_path / "vera.ttf", "--of", "&", "--ground", "本单位字库")
    ran = run(*asked, *at, "--json", passphrase=PASSPHRASE)
    assert ran.code == 0, ran.err
    kept = ran.data["font"]
    assert (kept["characters"], kept["count"]) == (["U+E000"], 1)
    assert (kept["ground"], kept["added_by"]) == ("本单位字库", "经办")
    ran = run("font", "withdraw", kept["id"][:8], *at, "--lang", "en", passphrase=PASSPHRASE)
    assert ran.out.startswith(f"[withdrawn] {kept['id'][:8]}")
    listed = run("font", "list", *at, "--json", passphrase=PASSPHRASE).data["fonts"]
    assert {font["count"]: font["withdrawn"] for font in listed} == {2: False, 1: True}
    assert OWN in run("font", "list", *at, passphrase=PASSPHRASE).out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no font", "TrueType"),
        (b"OTTO" + VERA[4:], "CFF"),
        (permitting(VERA, 2), "0x0002"),
        (holding("A"), "不必添加"),
    ],
)
def test_a_font_that_cannot_be_used_is_one_line(vault: Path, tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "x.ttf").write_bytes(content)
    ran = run("font", "add", tmp_path / "x.ttf", "--ground", "x", "--vault", vault, passphrase=PASSPHRASE)
    assert ran.code == 1
    assert says in one_clear_line(ran)


def test_an_unknown_digest_is_one_line(vault: Path) -> None:
    ran = run("font", "withdraw", "00000000", "--vault", vault, passphrase=PASSPHRASE)
    assert ran.code != 0
    assert "补字字体" in one_clear_line(ran)
