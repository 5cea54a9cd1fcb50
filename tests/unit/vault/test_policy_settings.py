"""What an office settled: kept with who, when and why, replaced, removed, covered by the log's marks."""

from pathlib import Path

import pytest

from desktop_app.core.clock import FixedClock
from desktop_app.core.progress import Progress
from desktop_app.domain.audit import Act
from desktop_app.domain.records import PolicyRef
from desktop_app.domain.status import Status
from desktop_app.policy.pack_digest import digest
from desktop_app.vault.store import Vault
from tests.support import vaults

PACK = "hohhot-2026"


@pytest.mark.parametrize("value", [True, False, 0, 12, "2026-07-20", "unit>city_hr", "甲"])
def test_a_value_comes_back_as_it_was_put(vault: Vault, value: bool | int | str) -> None:
    with vault.act(Act.SETTINGS_CHANGED, {"setting": "x"}):
        vault.policy_settings.put(PACK, "x", value, "呼人社发〔2026〕1 号")
    (kept,) = vault.policy_settings.of(PACK)
    assert (kept.name, kept.value, type(kept.value)) == ("x", value, type(value))
    assert (kept.set_by, kept.ground) == (vault.user, "呼人社发〔2026〕1 号")
    assert vault.policy_settings.of("another-2026") == []


def test_it_is_replaced_removed_and_lasts(vault: Vault, folder: Path, fixed_clock: FixedClock) -> None:
    for name, value in (("a", 1), ("b", 2), ("a", 3)):
        with vault.act(Act.SETTINGS_CHANGED, {"setting": name}):
            vault.policy_settings.put(PACK, name, value, "据")
    with vault.act(Act.SETTINGS_CHANGED, {"setting": "b"}):
        assert vault.policy_settings.remove(PACK, "b")
        assert not vault.policy_settings.remove(PACK, "b")
    assert vault.check(Progress()).sound
    vault.close()
    with Vault.open(folder, vaults.PASSPHRASE, clock=fixed_clock) as again:
        assert [(one.name, one.value) for one in again.policy_settings.of(PACK)] == [("a", 3)]


def test_a_version_names_the_pack_it_was_filed_under(vault: Vault) -> None:
    files = {"pack.toml": "year = 2026  # 试".encode(), "rules/a.toml": b""}
    ref = PolicyRef(pack=PACK, digest=digest(files), settings={"b": 3, "a": "2026-07-20", "c": True})
    content = vaults.filing("甲")
    with vault.act(Act.APPLICATION_CREATED, {}):
        id_ = vault.applications.create(content, Status.DRAFT)
        assert vault.policies.keep(files, pack=PACK, year=2026, edition="1").digest == ref.digest
        filed = vault.versions.add(id_, content, "经办人", policy=ref)
        came = vault.versions.add(id_, content, "别处")
    assert vault.versions.policy_of(filed.id) == ref
    assert vault.versions.policy_of(came.id) is None
    assert vault.check(Progress()).sound
