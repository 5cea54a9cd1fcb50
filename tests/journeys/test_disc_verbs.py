"""Disc images by verbs alone: written by one desk, checked by the other, damage told in one line."""

from pathlib import Path

from desktop_app.domain.kinds import Desk
from tests.support.chain import PASSPHRASE, acquainted
from tests.support.verbs import one_clear_line, run


def test_a_package_goes_into_an_image_and_is_checked_by_who_knows_the_sender(tmp_path: Path) -> None:
    folders = acquainted(tmp_path, Desk.UNIT, Desk.COMMITTEE_OFFICE)
    unit, committee = (("--vault", folder) for folder in folders)
    (peer,) = run("contact", "list", *unit, "--json", passphrase=PASSPHRASE).data["contacts"]
    sealed = run("share", "card", *unit, "--to", peer["key"], "--out", tmp_path, "--json", passphrase=PASSPHRASE)
    assert sealed.code == 0, sealed.err
    (package,) = tmp_path.glob("FJ-*")
    image = tmp_path / "disc.iso"
    made = run("disc", "image", *unit, package, "--out", image, "--json", passphrase=PASSPHRASE)
    assert made.code == 0, made.err
    assert made.data["seal_code"] == sealed.data["seal_code"]
    assert made.data["disc"] == "cd"
    for place in (image, package, tmp_path):  # the image, and a disc as the system shows it
        checked = run("disc", "check", *committee, place, "--json", passphrase=PASSPHRASE)
        assert checked.code == 0, checked.err
        assert checked.data["packages"][0]["seal_code"] == sealed.data["seal_code"]
    part = run("disc", "check", *committee, image, "--part", "--json", passphrase=PASSPHRASE)
    assert part.data["packages"][0]["part"] is False  # all of it lies there
    onto = run("disc", "image", *unit, package, "--disc", "dvd", "--out", image, "--json", passphrase=PASSPHRASE)
    assert [one["volumes"] for one in onto.data["images"]] == [[1]]
    content = image.read_bytes()
    at = content.index(b"age-encryption.org/v1") + 3_000
    image.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    damaged = run("disc", "check", *committee, image, passphrase=PASSPHRASE)
    assert damaged.code == 1
    one_clear_line(damaged)
    image.write_bytes(b"no image")
    nothing = run("disc", "check", *committee, image, passphrase=PASSPHRASE)
    assert nothing.code == 1
    one_clear_line(nothing)
    empty = tmp_path / "empty"
    empty.mkdir()
    none = run("disc", "image", *unit, empty, "--out", tmp_path / "none.iso", passphrase=PASSPHRASE)
    one_clear_line(none)
    assert not (tmp_path / "none.iso").exists()
