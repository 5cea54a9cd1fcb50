"""Parses a command line, runs its verb, and turns every fault into one line and the documented exit code."""

import argparse
from collections.abc import Sequence

from desktop_app import __version__
from desktop_app.cli import (
    added_fonts,
    applications,
    auditing,
    carriers,
    committees,
    compare,
    courier,
    demo,
    discs,
    draws,
    experts,
    forms,
    grounds,
    keeping,
    manual,
    media,
    meetings,
    notices,
    packages,
    policy,
    posts,
    printers,
    receiving,
    reviews,
    selftest,
    sharing,
    support,
    users,
    votes,
)
from desktop_app.cli.answer import Exit, Speech
from desktop_app.cli.grammar import Parser, speak
from desktop_app.cli.verbs import Call
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import Clock
from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.messages import Language, sentence

#: Faults that mean "the answer is no" rather than "wrong use or unreadable input".
_NO_FAMILIES = ("sealing.", "domain.", "papers.", "printing.", "vault.audit", "vault.damaged")


#: In the order in which help lists them.
_VERBS = (
    policy,
    grounds,
    compare,
    applications,
    forms,
    keeping,
    auditing,
    packages,
    discs,
    media,
    sharing,
    courier,
    receiving,
    carriers,
    committees,
    meetings,
    votes,
    experts,
    draws,
    reviews,
    notices,
    posts,
    printers,
    added_fonts,
    users,
    manual,
    selftest,
    support,
    demo,
)


def parser(language: Language) -> argparse.ArgumentParser:
    """The whole grammar of verbs, explained in one language."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--lang",
        choices=[x.value for x in Language],
        default=argparse.SUPPRESS,
        help=marked("语言，默认 zh"),
    )
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=marked("以 JSON 回答"))
    top = Parser(
        prog="fengjuan",
        description=marked("封卷：不联网的职称申报。不带参数即打开窗口。"),
        parents=[common],
    )
    top.add_argument("--version", action="version", version=f"fengjuan {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB", parser_class=Parser)
    for family in _VERBS:
        family.add(verbs, common)
    speak(top, language)
    return top


def run(arguments: Sequence[str], clock: Clock) -> int:
    """Carry out one command line. Returns the exit code; never raises a `Fault`."""
    speech = Speech(_asked_language(arguments), "--json" in arguments)
    speech.prepare()
    try:
        args = parser(speech.language).parse_args(list(arguments))
        return speech.give(args.act(Call(args, speech, clock)))
    except SystemExit as asked:  # --help and --version
        return asked.code if isinstance(asked.code, int) else int(Exit.WRONG_USE)
    except (Cancelled, KeyboardInterrupt):
        return speech.complain(sentence(Fault(Code.CANCELLED), speech.language), Code.CANCELLED.value, Exit.NO)
    except BrokenPipeError:  # whoever read the answer has read enough
        return speech.hush()
    except Fault as fault:
        no = fault.code.value.startswith(_NO_FAMILIES)
        return speech.complain(sentence(fault, speech.language), fault.code.value, Exit.NO if no else Exit.WRONG_USE)


def _asked_language(arguments: Sequence[str]) -> Language:
    """Known before parsing, so that even a parsing error is said in the right language."""
    for here, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if here == "--lang=en" or (here == "--lang" and following == "en"):
            return Language.EN
    return Language.ZH
