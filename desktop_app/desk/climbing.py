"""What is told while a vault of an older release is brought to this one's format: a large one takes minutes."""

from desktop_app.domain.findings import Words, bilingual

_PARTS = {
    "old copy": bilingual("保险库由旧版建立，先备份：正在复制"),
    "old prove": bilingual("先备份：正在打开副本、核对每一页"),
    "old write": bilingual("先备份：正在写入"),
    "old read back": bilingual("先备份：正在回读核对"),
    "old climb": bilingual("已备份，正在升级保险库格式"),
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
        return bilingual("{named}：第 {done} 步，共 {total} 步…", named=named, done=done + 1, total=total)
    far = f" {done * 100 // total} %" if total else ""
    return bilingual("{named}{far}…", named=named, far=far)
