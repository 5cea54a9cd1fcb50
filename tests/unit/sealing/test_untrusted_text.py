"""Whatever bytes arrive where a card, seal, manifest, receipt or label is expected: a named refusal, never a crash."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.errors import Fault
from desktop_app.sealing import canonical, cards, label, manifest, paper_receipt
from tests.support.packages import Desks, office, two_desks
from tests.support.receipts import read_receipt

ONE = office("UNIT01", "第一小学")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
READERS: list[Callable[[bytes], object]] = [
    cards.read_card,
    manifest.read_seal,
    manifest.read_manifest,
    lambda raw: read_receipt(raw, ONE.card),
    lambda raw: label.read_qr(raw.decode("latin-1")),
    lambda raw: paper_receipt.read_qr(raw.decode("latin-1"), ONE.card),
    lambda raw: canonical.load_object(raw, "any", 1000),
]


def only_faults(read: Callable[[bytes], object], raw: bytes) -> None:
    try:
        read(raw)
    except Fault:
        return


@pytest.mark.parametrize("read", READERS)
@given(raw=st.binary(max_size=400))
@settings(max_examples=60)
def test_any_bytes(read: Callable[[bytes], object], raw: bytes) -> None:
    only_faults(read, raw)


@pytest.mark.parametrize("read", READERS)
@given(tree=JSON)
@settings(max_examples=60)
def test_any_json(read: Callable[[bytes], object], tree: Any) -> None:
    raw = json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass")
    only_faults(read, raw)
    only_faults(read, raw + b"\n-----BEGIN SSH SIGNATURE-----\n")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    desks: Desks = two_desks(tmp_path_factory.mktemp("good"))
    folder: Path = desks.seal().folder
    return json.loads((folder / "seal.fengjuan").read_bytes())


@given(data=st.data())
@settings(max_examples=150)
def test_a_seal_with_any_value_anywhere(good: dict[str, Any], data: st.DataObject) -> None:
    tree = json.loads(json.dumps(good))
    node: Any = tree
    while True:
        key = data.draw(st.sampled_from(sorted(node))) if isinstance(node, dict) else 0
        if isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
            node = node[key]
            continue
        node[key] = data.draw(JSON)
        break
    try:
        raw = rfc8785.dumps(tree)
    except (ValueError, UnicodeEncodeError):
        return
    only_faults(manifest.read_seal, raw)


@pytest.mark.parametrize(
    "raw",
    [
        b'{"fj":1,"x":' + b"9" * 5000 + b"}",
        b'{"fj":1,"x":9007199254740993}',
        b'{"fj":1,"x":"\\ud800"}',
        b'{"fj":true}',
        b'{"fj":1.0}',
        b'{"fj":NaN}',
        b'{"fj":' + b"[" * 5000,
        b'["fj"]',
        b"null",
        b"\xef\xbb\xbf{}",
    ],
)
def test_json_that_bites(raw: bytes) -> None:
    for read in READERS:
        only_faults(read, raw)
    with pytest.raises(Fault):
        manifest.read_seal(raw)


def test_the_good_seal_is_good(good: dict[str, Any]) -> None:
    assert manifest.read_seal(rfc8785.dumps(good)).seq == 41
