"""An office keeps its posts and the teachers' numbers by verbs alone."""

from pathlib import Path

from desktop_app.domain.kinds import Desk
from tests.support.verbs import PASSPHRASE, Ran, founded, one_clear_line, run


def test_what_is_not_named_of_the_teachers_stays_and_the_same_posts_are_set_once(tmp_path: Path) -> None:
    vault = founded(tmp_path / "vault", Desk.DISTRICT_HR, "某旗人社局", "RSJ01")

    def said(*words: object) -> Ran:
        return run(*words, "--vault", vault, "--json", passphrase=PASSPHRASE)

    teachers = ("posts", "teachers", "--reason")
    assert said(*teachers, "评审结果", "--second-school", 3, "--others", 30).code == 0
    assert said(*teachers, "核定文件", "--number-set-on", "2026-05-01").code == 0
    told = said("posts", "history").data["teachers"][0]
    assert (told["second_school"], told["others"], told["number_set_on"]) == (3, 30, "2026-05-01")
    assert told["ground"] == "核定文件"
    line = ("posts", "set", "--unit", "甲校", "--level", "mid", "--posts", 5, "--reason", "核定")
    assert said(*line).code == 0
    again = run(*line, "--vault", vault, passphrase=PASSPHRASE)
    one_clear_line(again)
    assert "已有一行" in again.err
    assert len(said("posts", "list").data["lines"]) == 1
