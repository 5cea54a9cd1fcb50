"""The command line's grammar in the user's language: help, headings, and what is wrong with a call."""

import argparse
import re
from collections.abc import Iterable, Iterator
from typing import NoReturn

from desktop_app.cli.usual_help import usual
from desktop_app.core.catalogue import phrase
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language
from desktop_app.domain.findings import Words, bilingual

#: argparse's own sentences -> ours. It speaks English only; what is not listed is passed on as it is.
_SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), chinese)
    for pattern, chinese in (
        (r"^the following arguments are required: (?P<what>.*)$", "缺少 {what}"),
        (r"^one of the arguments (?P<what>.*) is required$", "须给出其中一项：{what}"),
        (
            r"^argument (?P<name>.*?): invalid choice: (?P<got>.*) \(choose from (?P<what>.*)\)$",
            "{name} 没有 {got}，可选 {what}",
        ),
        (r"^argument (?P<name>.*?): invalid \S+ value: (?P<got>.*)$", "{name} 的值 {got} 不对"),
        (r"^argument (?P<name>.*?): expected one argument$", "{name} 后面缺少一个值"),
        (r"^argument (?P<name>.*?): expected at least one argument$", "{name} 后面至少要有一个值"),
        (r"^argument (?P<name>.*?): not allowed with argument (?P<other>.*)$", "{name} 不能与 {other} 同用"),
        (r"^argument (?P<name>.*?): ignored explicit argument (?P<got>.*)$", "{name} 不带值，多了 {got}"),
        (r"^ambiguous option: (?P<got>.*) could match (?P<what>.*)$", "{got} 不明确，可能是 {what}"),
        (r"^unrecognized arguments: (?P<got>.*)$", "不认识 {got}"),
    )
)


def wrong(text: str, /, **fields: object) -> Fault:
    """A call that cannot be carried out as it is written."""
    return Fault(Code.ARGUMENT, detail=bilingual(text, **fields))


class Parser(argparse.ArgumentParser):
    """Says what is wrong as a fault, so that it reaches the user in one line and in their language."""

    def __init__(self, *args: object, **settings: object) -> None:
        super().__init__(*args, **{"allow_abbrev": False, **settings})  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        raise Fault(Code.ARGUMENT, detail=Words(zh=_in_chinese(message), en=message))


def _in_chinese(message: str) -> str:
    for pattern, chinese in _SENTENCES:
        if match := pattern.match(message):
            return chinese.format(**match.groupdict())
    return message


def speak(parser: argparse.ArgumentParser, language: Language) -> None:
    """Say every help text of `parser` and of the verbs below it in one language."""
    for one in _all(parser):
        one.description = _side(one.description, language)
        for group in one._action_groups:
            group.title = (
                _side(group.title, language) if group not in (one._positionals, one._optionals) else group.title
            )
        for action in one._actions:  # argparse shows its actions nowhere else
            action.help = _side(action.help or usual(one, action), language)
            if isinstance(action, argparse._SubParsersAction):
                for choice in action._choices_actions:
                    choice.help = _side(choice.help, language)
                    action.choices[choice.dest].description = _sentence(choice.help, language)
        if language is Language.ZH:
            _in_chinese_headings(one)


def _sentence(words: str | None, language: Language) -> str | None:
    """What the list of verbs says of one, at the head of its own help."""
    if not words:
        return None
    return f"{words}。" if language is Language.ZH else f"{words[:1].upper()}{words[1:]}."


def _all(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _all(below)


def _in_chinese_headings(parser: argparse.ArgumentParser) -> None:
    parser._positionals.title, parser._optionals.title = "参数", "选项"
    parser.formatter_class = _ChineseFormatter
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction):
            action.help = "显示本说明并退出"
        elif isinstance(action, argparse._VersionAction):
            action.help = "显示版本号并退出"


class _ChineseFormatter(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def _side(text: str | None, language: Language) -> str | None:
    return phrase(text, language) if text else text
