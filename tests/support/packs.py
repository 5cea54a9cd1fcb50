"""Other packs than the shipped one for tests: a newer edition, the next year's, each a folder of its own."""

import re
import shutil
from pathlib import Path

from desktop_app.core.resources import resource
from desktop_app.desk import packs, policy_files
from desktop_app.desk.session import Session
from desktop_app.domain.records import KeptPolicy

SHIPPED = resource("policy", "hohhot-2026")


def edit(path: Path, old: str, new: str) -> None:
    """Replace one text that must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def edition(folder: Path, number: str, *, pack: str = "hohhot-2026", closes: str = "") -> Path:
    """The shipped pack under another edition; with `closes` its first filing window ends on that day."""
    shutil.copytree(SHIPPED, folder)
    edit(folder / "pack.toml", 'edition = "2026.1"', f'edition = "{number}"')
    edit(folder / "pack.toml", 'id = "hohhot-2026"', f'id = "{pack}"')
    if closes:
        dates = (folder / "dates.toml").read_text(encoding="utf-8")
        (folder / "dates.toml").write_text(re.sub(r"(?m)^last = .*$", f"last = {closes}", dates), encoding="utf-8")
    return folder


def year(folder: Path, number: int) -> Path:
    """Next year's pack, as a policy keeper starts it."""
    packs.start("hohhot-2026", number, folder)
    return folder


def taken_in(session: Session, folder: Path) -> KeptPolicy:
    """Signed by this desk and imported here: an office may write packs for itself."""
    out = folder.with_suffix(".fjpolicy")
    policy_files.export_folder(session, str(folder), out)
    return policy_files.import_(session, out).policy
