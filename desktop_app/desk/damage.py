"""What an examination found out of order, in words: what it is, and the entry, page, table or record where it lies."""

import re

from desktop_app.core.messages import Language
from desktop_app.domain.findings import Words
from desktop_app.domain.vault_report import UNREAD, Problem, ProblemKind
from desktop_app.domain.words import word

_ENTRY = {
    "missing": Words(zh="缺少第 {n} 条", en="entry {n} is missing"),
    "order": Words(zh="第 {n} 条次序颠倒或重复", en="entry {n} is out of order or twice"),
    "altered": Words(zh="第 {n} 条内容被改动", en="entry {n} was altered"),
    "unlinked": Words(zh="第 {n} 条与上一条不相连", en="entry {n} does not follow the one before"),
    "audit_head": Words(zh="另记的末条是第 {n} 条", en="the separate record says that entry {n} is the last"),
}
_AT_ENTRY = Words(zh="（日志第 {n} 条）", en=" (entry {n} of the log)")
_PAGE = Words(zh="第 {n} 页", en="page {n}")
_UNREAD = Words(zh="损坏，不能读完", en="damaged, cannot be read to its end")


def told(problem: Problem, language: Language) -> str:
    """One line: what and where."""
    apart = "：" if language is Language.ZH else ": "
    return f"{word(problem.kind, language)}{apart}{_place(problem, language)}"


def _place(problem: Problem, language: Language) -> str:
    if problem.where == UNREAD:
        return _in(_UNREAD, language)
    if problem.kind is ProblemKind.PAGE and (page := re.search(r"page (\d+)$", problem.where)):
        return _in(_PAGE, language).format(n=page[1])
    if problem.sequence is None:
        return problem.where
    words = _ENTRY.get(problem.where)
    if words is not None:
        return _in(words, language).format(n=problem.sequence)
    return problem.where + _in(_AT_ENTRY, language).format(n=problem.sequence)


def _in(words: Words, language: Language) -> str:
    return words.zh if language is Language.ZH else words.en
