"""What an examination found out of order, in words: what it is, and the entry, page, table or record where it lies."""

import re

from desktop_app.core.messages import Language
from desktop_app.domain.findings import Words, bilingual
from desktop_app.domain.vault_report import UNREAD, Problem, ProblemKind
from desktop_app.domain.words import word

_ENTRY = {
    "missing": bilingual("缺少第 {n} 条"),
    "order": bilingual("第 {n} 条次序颠倒或重复"),
    "altered": bilingual("第 {n} 条内容被改动"),
    "unlinked": bilingual("第 {n} 条与上一条不相连"),
    "audit_head": bilingual("另记的末条是第 {n} 条"),
}
_AT_ENTRY = bilingual("（日志第 {n} 条）")
_PAGE = bilingual("第 {n} 页")
_UNREAD = bilingual("损坏，不能读完")


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
