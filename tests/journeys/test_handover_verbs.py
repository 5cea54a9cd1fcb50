"""A package from hand to hand by verbs alone: strip, two couriers, arrivals, receipts on paper and in one go."""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop_app.cli import main
from desktop_app.core.clock import FixedClock
from desktop_app.core.errors import Code
from desktop_app.desk import contacts
from desktop_app.domain.kinds import Desk
from tests.support import chain


class Verbs:
    """The verbs on one vault."""

    def __init__(self, vault: Path, clock: FixedClock, capture: pytest.CaptureFixture[str]) -> None:
        self._vault, self._clock, self._capture = vault, clock, capture

    def __call__(self, *words: object, code: int = 0) -> Any:
        """One verb with the passphrase through a descriptor; its answer as data, or the one line of its refusal."""
        reading, writing = os.pipe()
        os.write(writing, chain.PASSPHRASE.encode() + b"\n")
        os.close(writing)
        first = 2 if words[0] in ("carrier", "courier", "receipt") else 1
        given = [*map(str, words[:first]), "--vault", str(self._vault), *map(str, words[first:])]
        self._capture.readouterr()
        found = main.run([*given, "--json", "--passphrase-fd", str(reading)], self._clock)
        said = self._capture.readouterr()
        assert found == code, said.err + said.out
        return json.loads(said.out or said.err)


def _rows(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        sheet = document[0].get_textpage().get_text_range().split("录入用字符")[-1]
    finally:
        document.close()
    row = r"(\d+) ((?:[0-9A-Z]{5} ){4}[0-9A-Z]{2}|(?:[0-9A-Z]{5} )*[0-9A-Z]{1,4} [0-9A-Z]{2})\b"
    found = {int(number): row for number, row in re.findall(row, sheet)}
    return [found[number] for number in sorted(found)]


def test_from_hand_to_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clock = FixedClock(datetime(2026, 6, 15, 1, 0, tzinfo=UTC))
    here, there = (chain.opened(tmp_path, desk, clock) for desk in (Desk.APPLICANT, Desk.UNIT))
    chain.introduce(tmp_path, here, there)
    application, key = chain.filed(here), contacts.own_card(there).key_id
    verbs = []
    for session in (here, there):
        verbs.append(Verbs(session.vault.folder, clock, capsys))
        session.close()
    person, unit = verbs
    stick, back = tmp_path / "stick", tmp_path / "back"
    for folder in (stick, back):
        folder.mkdir()
    asked = ("--applicant", "苏日娜", "--approved-by", "葛景明")
    sealed = person("seal", "--to", key, "--out", stick, *asked, application)
    known = person("carrier", "made", sealed["carrier"], *asked, code=1)  # the register of makings has both
    assert known["error"] == Code.MAKING_KNOWN.value
    package = sealed["package"]
    person("courier", "strip", package, "qcz-001")
    person("courier", "hand", package, "--by", "巴特尔", "--and-by", "其木格")
    (line,) = person("courier", "list")["under_way"]
    assert (line["stage"], line["strip"], line["days"]) == ("waits", "QCZ-001", 0)
    clock.advance(minutes=8 * 24 * 60)
    assert person("courier", "list", code=1)["under_way"][0]["overdue"] is True
    assert person("courier", "terms", "--days", 10)["receipt_days"] == 10
    assert person("courier", "list")["balanced"] is True

    carried = ("--by", "巴特尔", "--and-by", "其木格")
    wrong = unit("courier", "arrive", stick, "--bag", "QCZ-002", "--said", "QCZ-001", *carried, code=1)
    assert "strip_mismatch" in json.dumps(wrong)
    refused = unit("receive", stick, code=1)["packages"]
    assert [one["result"] for one in refused] == ["refused"]
    unit("courier", "settle", package, "--ground", "号码写错，已书面说明", "--approved-by", "保密负责人")
    labels = tmp_path / "labels"
    labels.write_text("\n")
    came = unit("receive", stick, "--labels", labels)["packages"]
    assert [(one["result"], one["applications"]) for one in came] == [("sound", [application])]
    again = unit("receive", stick)["packages"][0]
    assert again["result"] == "known"
    assert again["people"] == came[0]["people"]
    assert all(came[0]["people"][0][part] for part in ("name", "unit", "title"))

    unit("receipt", "paper", package, "--out", tmp_path / "receipt.pdf")
    rows = _rows(tmp_path / "receipt.pdf")
    slipped = [*rows[:4], rows[4][::-1], *rows[5:]]
    assert "receipt_row" in json.dumps(person("receipt", "scan", *slipped, code=1))
    assert "strip_mismatch" in json.dumps(person("receipt", "scan", *rows, "--strip", "QCZ-002", code=1))
    assert person("receipt", "scan", *rows, "--strip", "QCZ-001")["state"] == "receipted"
    assert person("courier", "list")["under_way"] == []
    assert unit("receive", stick, "--answer", back)["answers"] == []  # answered on paper already
