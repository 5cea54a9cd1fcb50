"""`fengjuan application example | remove`: the invented person comes and goes; a filing that was submitted stays."""

from pathlib import Path

from desktop_app.domain.kinds import Desk
from tests.support.verbs import PASSPHRASE, founded, one_clear_line, run


def test_the_example_comes_and_goes(tmp_path: Path) -> None:
    at = ("--vault", founded(tmp_path / "vault", Desk.APPLICANT, "沈砚舟", "SYZ"))
    put = run("application", "example", *at, "--json", passphrase=PASSPHRASE)
    assert put.code == 0, put.err
    listed = run("application", "list", *at, passphrase=PASSPHRASE).out
    assert "示例·" in listed
    gone = run("application", "remove", put.data["id"], *at, passphrase=PASSPHRASE)
    assert gone.code == 0, gone.err
    assert "示例·" not in run("application", "list", *at, passphrase=PASSPHRASE).out
    again = run("application", "remove", put.data["id"], *at, passphrase=PASSPHRASE)
    assert again.code != 0
    one_clear_line(again)
