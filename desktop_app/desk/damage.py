"""What an examination found out of order, in words: what it is, and the entry, page, table or record where it lies."""

import re

from desktop_app.core.catalogue import marked, phrase
from desktop_app.core.messages import Language
from desktop_app.domain.vault_report import UNREAD, Problem, ProblemKind
from desktop_app.domain.words import word

_ENTRY = {
    "missing": marked("缺少第 {n} 条"),
    "order": marked("第 {n} 条次序颠倒或重复"),
    "altered": marked("第 {n} 条内容被改动"),
    "unlinked": marked("第 {n} 条与上一条不相连"),
    "audit_head": marked("另记的末条是第 {n} 条"),
}
_AT_ENTRY = marked("（日志第 {n} 条）")
_PAGE = marked("第 {n} 页")
_UNREAD = marked("损坏，不能读完")


def told(problem: Problem, language: Language) -> str:
    """One line: what and where."""
    apart = "：" if language is Language.ZH else ": "
    return f"{word(problem.kind, language)}{apart}{_place(problem, language)}"


def _place(problem: Problem, language: Language) -> str:
    if problem.where == UNREAD:
        return phrase(_UNREAD, language)
    if problem.kind is ProblemKind.PAGE and (page := re.search(r"page (\d+)$", problem.where)):
        return phrase(_PAGE, language, {"n": page[1]})
    if problem.sequence is None:
        return problem.where
    entry = {"n": problem.sequence}
    if (text := _ENTRY.get(problem.where)) is not None:
        return phrase(text, language, entry)
    return problem.where + phrase(_AT_ENTRY, language, entry)
