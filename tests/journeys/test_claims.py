"""Whatever leaves the vault by a verb, what protects it is said to be added protection only, in the one wording."""

from pathlib import Path

import pytest

from desktop_app.core.resources import resource
from desktop_app.domain.claims import CARRIER
from desktop_app.domain.kinds import Desk
from tests.support import verbs
from tests.support.verbs import PASSPHRASE, run


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = verbs.founded(tmp_path_factory.mktemp("claims") / "v", Desk.UNIT, "呼和浩特某研究所", "NMG01")
    added = run("application", "add", resource("demo", "county_teacher.json"), "--vault", folder, passphrase=PASSPHRASE)
    assert added.code == 0, added.err
    return folder


@pytest.mark.parametrize(
    ("words", "out"),
    [
        (("vault", "backup", "--to"), "away"),
        (("audit", "export", "--out"), "log.jsonl"),
        (("audit", "paper", "--out"), "log.pdf"),
        (("carrier", "register", "made", "--out"), "made.pdf"),
        (("application", "roster", "--out"), "roster.pdf"),
        (("contact", "directory", "--out"), "directory.pdf"),
        (("identity", "paper", "--out"), "card.pdf"),
    ],
    ids=lambda given: given if isinstance(given, str) else " ".join(given[:2]),
)
def test_it_is_said_where_something_leaves(vault: Path, tmp_path: Path, words: tuple[str, ...], out: str) -> None:
    (tmp_path / "away").mkdir()
    zh = run(*words, tmp_path / out, "--vault", vault, passphrase=PASSPHRASE)
    assert (zh.code, CARRIER.zh in zh.out) == (0, True), zh
