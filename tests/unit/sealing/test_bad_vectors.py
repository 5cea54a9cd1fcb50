"""Every bad package of the vectors: the same bytes each time, refused at its stage by its error, and nothing kept."""

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec import UNSET, structs

from desktop_app.core.errors import Fault
from desktop_app.domain.offices import Suite
from desktop_app.domain.records import Trust
from desktop_app.sealing.checks import KnownSender, Seen, Sighting, Warned
from desktop_app.sealing.limits import Limits
from tests.support.package_vectors import DESKS, FOLDER, digest_of
from tests.support.packages import Desks, Opening, Remembered
from tests.support.recipes import cook, signs_anew

BAD = {one["name"]: one for one in json.loads((FOLDER / "bad.json").read_bytes())}
GOOD = json.loads((FOLDER / "good.json").read_bytes())["packages"]


def opening(desk: dict[str, Any], base: dict[str, Any]) -> Opening:
    """A desk as the recipe describes it."""
    known = [DESKS[name] for name in desk.get("known", [base["sender"]])]
    trust = Trust(desk.get("trust", "verified"))
    options: dict[str, object] = {}
    if "label_groups" in desk:
        options["label_groups"] = {int(at): group for at, group in desk["label_groups"].items()}
    if "label_of" in desk:
        options["label_groups"] = dict(enumerate(GOOD[desk["label_of"]]["seal_code"].split()))
    if "label_qr" in desk:
        options["label_qr"] = desk["label_qr"]
    if "limits" in desk:
        options["allowed"] = Limits(**desk["limits"])
    return Opening(
        DESKS[desk.get("reader", base["reader"])],
        lambda kid: _as_known(desk, Desks.knows(*known, trust=trust, minimum=Suite(desk.get("minimum", 1)))(kid)),
        history=Remembered(Seen(Sighting(desk.get("history", "new")))),
        options=options,
    )


def _as_known(desk: dict[str, Any], sender: KnownSender | None) -> KnownSender | None:
    """Since when the sender's keys are revoked, replaced or over."""
    days = {name: date.fromisoformat(desk[name]) for name in ("revoked_on", "ended", "valid_until") if name in desk}
    if sender is None or not days:
        return sender
    card = structs.replace(sender.card, valid_until=days.pop("valid_until", UNSET))
    return replace(sender, card=card, **days)


def test_keys_revoked_after_a_package_was_sealed_let_it_in_with_a_warning() -> None:
    base = GOOD["no_attachment"]
    opened = opening({"trust": "revoked", "revoked_on": "2026-07-02"}, base).open(FOLDER / "no_attachment")
    assert [w.detail for w in opened.warnings if w.kind is Warned.SENDER_REVOKED_LATER] == ["2026-07-02"]


def test_there_are_enough() -> None:
    assert len(BAD) >= 80
    assert {one["stage"] for one in BAD.values()} >= {"complete", "format", "seal_signature", "manifest", "payload"}


@pytest.mark.parametrize("name", BAD)
def test_refused_at_its_stage(name: str, tmp_path: Path) -> None:
    if sys.platform == "win32" and name.endswith("_is_a_link"):
        pytest.skip("there a link says another path than was written")
    recipe = BAD[name]
    base = GOOD[recipe["base"]]
    opening(({}), base).open(FOLDER / recipe["base"])  # the good one is good
    folder = cook(recipe, base, tmp_path)
    assert recipe["folder_sha256"] == (None if signs_anew(recipe, base) else digest_of(folder))
    tried = opening(recipe["desk"], base)
    with pytest.raises(Fault) as caught:
        tried.open(folder)
    failed = [check.value for check, passed in tried.checks if not passed]
    assert (failed, caught.value.code.value) == ([recipe["stage"]], recipe["code"])
    assert tried.sink.files == {}
