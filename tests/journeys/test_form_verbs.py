"""`fengjuan form …` as an officer's shell uses it: begun over a blank, chosen, shared, checked, removed."""

import zipfile
from pathlib import Path

import pytest

from desktop_app.domain.kinds import Desk
from tests.support import blanks as made
from tests.support.verbs import PASSPHRASE, founded, one_clear_line, run


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms") / "vault"
    return founded(folder, Desk.CITY_HR, "市人社局", "RSJ001")


def test_new_use_export_check_import_remove(vault: Path, tmp_path: Path) -> None:
    at = ("--vault", vault)
    blank, file = tmp_path / "blank.pdf", tmp_path / "pledge.fjform"
    blank.write_bytes(made.drawn(pages=2))
    ran = run("form", "new", "pledge", blank, *at, "--json", passphrase=PASSPHRASE)
    assert ran.code == 0, ran.err
    form = ran.data["form"]
    assert ran.data["pages"] == 2
    ran = run("form", "use", "pledge", "--form", form, *at, passphrase=PASSPHRASE)
    assert "[现行]　个人承诺书　职称申报个人承诺书" in ran.out
    assert "经办" in ran.out
    assert run("form", "export", form, file, *at, passphrase=PASSPHRASE).code == 0
    assert one_clear_line(run("form", "export", form, file, *at, passphrase=PASSPHRASE))
    checked = run("form", "check", file, "--lang", "en")
    assert checked.out.strip() == "Sound: personal pledge, 2 pages, 0 things."
    folder = tmp_path / "folder"
    zipfile.ZipFile(file).extractall(folder)
    assert run("form", "check", folder).code == 0
    assert run("form", "remove", form, *at, passphrase=PASSPHRASE).code == 0
    ran = run("form", "import", file, *at, "--json", passphrase=PASSPHRASE)
    assert ran.data["form"] == form
    listed = run("form", "list", *at, "--json", passphrase=PASSPHRASE).data["forms"]
    assert [(one["form"], one["in_force"]) for one in listed if one["document"] == "pledge"] == [
        ("", True),
        (form, False),
    ]


def test_a_blank_that_will_not_do_is_one_sentence(vault: Path, tmp_path: Path) -> None:
    blank = tmp_path / "blank.pdf"
    blank.write_bytes(made.drawn())
    ran = run("form", "new", "submission_form", blank, "--vault", vault, passphrase=PASSPHRASE)
    assert ran.code == 1
    assert "A3" in one_clear_line(ran)
    blank.write_bytes(made.encrypted("secret"))
    assert "加了密" in one_clear_line(run("form", "new", "pledge", blank, "--vault", vault, passphrase=PASSPHRASE))
    assert one_clear_line(run("form", "check", tmp_path / "no.fjform"))
