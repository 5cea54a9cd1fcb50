"""Entering many at once from a shell: the empty sheet, a filled one, a folder of scans."""

from pathlib import Path

import openpyxl

from desktop_app.core.clock import SystemClock
from desktop_app.core.resources import resource
from tests.support import vaults
from tests.support.verbs import one_clear_line, run


def test_a_sheet_and_a_folder_become_drafts_with_scans(tmp_path: Path) -> None:
    folder, sheet, scans = tmp_path / "vault", tmp_path / "人员.xlsx", tmp_path / "scans"
    vaults.made(folder, SystemClock()).close()

    def verb(*words: object) -> list[object]:
        return ["application", words[0], "--vault", folder, *words[1:]]

    assert run(*verb("template", sheet), passphrase=vaults.PASSPHRASE).code == 0
    assert str(sheet) in one_clear_line(run(*verb("template", sheet), passphrase=vaults.PASSPHRASE))
    book = openpyxl.load_workbook(sheet)
    page = book.worksheets[0]
    page["A2"], page["B2"] = "斯琴", vaults.number(1)
    page["A3"], page["B3"] = "李强", "15010219800101000X"
    book.save(sheet)
    wrong = run(*verb("import", sheet), "--json", passphrase=vaults.PASSPHRASE)
    assert wrong.code == 1
    assert [one[:10] for one in wrong.data["faults"]] == ["申报人员 B3（证件"]
    page["B3"] = vaults.number(2)
    book.save(sheet)
    looked = run(*verb("import", sheet, "--dry-run"), passphrase=vaults.PASSPHRASE)
    assert (looked.code, looked.out.splitlines()[0]) == (0, "可以导入：新建 2，变更 0，相同 0，已提交，不动 0")
    taken = run(*verb("import", sheet), "--json", passphrase=vaults.PASSPHRASE)
    assert (taken.code, taken.data["new"]) == (0, 2)
    scans.mkdir()
    for name in ("斯琴照片.jpg", "扫描0001.jpg", "李強-照片.jpg"):
        (scans / name).write_bytes(resource("demo", "files", "photo.jpg").read_bytes())
    matched = run(*verb("scans", scans, "--attach"), "--json", passphrase=vaults.PASSPHRASE)
    assert (matched.code, matched.data["attached"]) == (1, 1)
    assert {one["file"]: one["doubt"] for one in matched.data["files"]} == {
        "斯琴照片.jpg": "none",
        "扫描0001.jpg": "nobody",
        "李強-照片.jpg": "variant",
    }
    proposed = {one["file"]: (one["application"], len(one["candidates"])) for one in matched.data["files"]}
    assert proposed["李強-照片.jpg"] == ("", 1), "proposed, and never attached unasked"
