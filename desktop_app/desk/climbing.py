"""What is told while a vault of an older release is brought to this one's format: a large one takes minutes."""

from desktop_app.domain.findings import Words

_PARTS = {
    "old copy": Words(
        zh="保险库由旧版建立，先备份：正在复制", en="The vault is an older release's; a backup comes first: copying"
    ),
    "old prove": Words(zh="先备份：正在打开副本、核对每一页", en="Backup first: opening the copy, checking every page"),
    "old write": Words(zh="先备份：正在写入", en="Backup first: writing"),
    "old read back": Words(zh="先备份：正在回读核对", en="Backup first: reading it back"),
    "old climb": Words(zh="已备份，正在升级保险库格式", en="Backed up; bringing the vault to this format"),
}


def part(what: str) -> Words | None:
    """What a step of unlocking is called; `None` for one of which nobody need hear."""
    return _PARTS.get(what)


def told(done: int, total: int, what: str) -> Words | None:
    """The same with how far it is."""
    named = part(what)
    if named is None:
        return None
    if what == "old climb":
        return Words(zh=f"{named.zh}：第 {done + 1} 步，共 {total} 步…", en=f"{named.en}: step {done + 1} of {total}…")
    far = f" {done * 100 // total} %" if total else ""
    return Words(zh=f"{named.zh}{far}…", en=f"{named.en}{far}…")
