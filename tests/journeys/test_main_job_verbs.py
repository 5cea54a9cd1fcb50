"""The main job without a window: `fengjuan demo`, looked at from outside."""

import json
import re
from pathlib import Path

import pypdfium2
import pytest

from tests.support.pdf_words import pages
from tests.support.plaintext import traces
from tests.support.verbs import PASSPHRASE, Ran, one_clear_line, run

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"
POINTS_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    base = tmp_path_factory.mktemp("world")
    made = {name: base / name for name in ("home", "tmp", "run")}
    for folder in made.values():
        folder.mkdir()
    return made


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, homes: dict[str, Path]) -> tuple[Path, Ran]:
    out = tmp_path_factory.mktemp("demo") / "out"
    env = {"HOME": str(homes["home"]), "TMPDIR": str(homes["tmp"]), "XDG_RUNTIME_DIR": str(homes["run"])}
    ran = run("demo", "--out", out, "--json", env=env)
    assert ran.code == 0, ran.err
    return out, ran


def _pages(path: Path) -> list[tuple[float, float, str]]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [
            (page.get_width() / POINTS_PER_MM, page.get_height() / POINTS_PER_MM, page.get_textpage().get_text_range())
            for page in document
        ]
    finally:
        document.close()


def test_every_step_is_told(demo: tuple[Path, Ran]) -> None:
    steps = [step["step"] for step in demo[1].data["steps"]]
    assert steps == [
        *("vault_unit", "vault_committee_office", "cards", "check", "route", "submit"),
        *("print_review_form", "print_submission_form", "seal", "open", "receipt", "vault_check", "passphrase"),
    ]


def test_fifteen_numbered_a3_sheets(demo: tuple[Path, Ran]) -> None:
    pages = _pages(demo[0] / "papers" / "submission_form.pdf")
    assert len(pages) == 15
    for number, (width, height, text) in enumerate(pages, 1):
        assert sorted((round(width, 1), round(height, 1))) == [297.0, 420.0]
        assert f"{number:06d}" in text
        assert "机密★5年" in text


def test_two_numbered_a4_booklets(demo: tuple[Path, Ran]) -> None:
    pages = _pages(demo[0] / "papers" / "review_form.pdf")
    assert all((round(w, 1), round(h, 1)) == (210.0, 297.0) for w, h, _ in pages)
    assert len(pages) % 4 == 0  # two equal booklets, each padded for double-sided paper
    half = len(pages) // 2
    numbers = [set(re.findall(r"\b0{5}\d\b", text)) for _, _, text in pages]
    assert set().union(*numbers[:half]) == {"000001"}
    assert set().union(*numbers[half:]) == {"000002"}


def test_one_package_and_one_receipt_lie_on_the_sticks(demo: tuple[Path, Ran]) -> None:
    for stick in ("stick", "stick-back"):
        packages = [p for p in (demo[0] / stick).iterdir() if p.is_dir()]
        assert len(packages) == 1
        assert {"README.txt", "seal.fengjuan", "seal.fengjuan.sig"} < {p.name for p in packages[0].iterdir()}


def test_nothing_plain_outside_the_papers_that_were_asked_for(demo: tuple[Path, Ran], homes: dict[str, Path]) -> None:
    person = json.loads((DEMO / "classified_engineer.json").read_text(encoding="utf-8"))["person"]
    scans = [path.read_bytes()[-400:-200] for path in sorted((DEMO / "files").iterdir())]
    out = demo[0]
    quiet = [out / n for n in ("vault-unit", "vault-committee_office", "stick", "stick-back")]
    found = traces([*quiet, *homes.values()], [person["name"], person["identity_number"]], scans)
    assert found == []
    # the search itself finds what is there
    assert traces([DEMO], [person["name"]], scans)


def test_both_vaults_open_again_with_the_passphrase_and_are_sound(demo: tuple[Path, Ran]) -> None:
    said = demo[1].data["steps"][-1]["said"]
    passphrase = said.rsplit("：", 1)[1]
    for folder, status in (("vault-unit", "delivered"), ("vault-committee_office", "received")):
        vault = demo[0] / folder
        assert run("vault", "check", "--vault", vault, passphrase=passphrase).code == 0
        listed = run("application", "list", "--vault", vault, "--json", passphrase=passphrase)
        assert [row["status"] for row in listed.data["applications"]] == [status]


def test_opening_the_same_package_twice_is_refused(demo: tuple[Path, Ran]) -> None:
    passphrase = demo[1].data["steps"][-1]["said"].rsplit("：", 1)[1]
    package = next(p for p in (demo[0] / "stick").iterdir() if p.is_dir())
    again = run("open", "--vault", demo[0] / "vault-committee_office", package, passphrase=passphrase)
    assert again.code == 1
    assert "已" in one_clear_line(again)


def test_a_scanned_line_of_another_label_stops_the_opening(demo: tuple[Path, Ran]) -> None:
    passphrase = demo[1].data["steps"][-1]["said"].rsplit("：", 1)[1]
    package = next(p for p in (demo[0] / "stick").iterdir() if p.is_dir())
    vault = demo[0] / "vault-committee_office"
    refused = run("open", "--vault", vault, package, "--label", "FJ1:" + "0" * 109, passphrase=passphrase)
    assert refused.code == 1
    assert "封条标签与介质上的封条不符" in one_clear_line(refused)


def test_another_desk_cannot_open_it(demo: tuple[Path, Ran], tmp_path: Path) -> None:
    made = run(
        *("vault", "create", tmp_path / "v", "--desk", "department", "--name", "别的部门", "--code", "OTHER"),
        *("--officer", "某", "--machine", "M", "--level", "secret", "--keeper", "某"),
        passphrase=PASSPHRASE,
    )
    assert made.code == 0
    card = demo[0] / "card-QCCH01.fjcard"
    package = next(p for p in (demo[0] / "stick").iterdir() if p.is_dir())
    stranger = run("open", "--vault", tmp_path / "v", package, passphrase=PASSPHRASE)
    assert stranger.code == 1
    one_clear_line(stranger)
    run("contact", "add", "--vault", tmp_path / "v", card, passphrase=PASSPHRASE)
    other = run("open", "--vault", tmp_path / "v", package, passphrase=PASSPHRASE)
    assert other.code == 1
    one_clear_line(other)
    listed = run("application", "list", "--vault", tmp_path / "v", "--json", passphrase=PASSPHRASE)
    assert listed.data == {"applications": []}


def test_package_can_be_checked_with_the_card_alone(demo: tuple[Path, Ran], tmp_path: Path) -> None:
    package = next(p for p in (demo[0] / "stick").iterdir() if p.is_dir())
    card = demo[0] / "card-QCCH01.fjcard"
    sheet = tmp_path / "proof.pdf"
    assert run("verify", package, "--card", card, "--pdf", sheet).code == 0
    assert any("ssh-keygen -Y verify" in words for words in pages(sheet.read_bytes()))
    one_clear_line(run("verify", package, "--card", card, "--pdf", sheet))  # nothing is written over
    one_clear_line(run("verify", package, "--card", card, "--chosen"))  # a printer is chosen in a vault
    broken = tmp_path / package.name
    broken.mkdir()
    for path in package.iterdir():
        content = bytearray(path.read_bytes())
        if path.suffix == ".age":
            content[len(content) // 2] ^= 1
        (broken / path.name).write_bytes(content)
    ran = run("verify", broken, "--card", card)
    assert ran.code == 1
    one_clear_line(ran)
