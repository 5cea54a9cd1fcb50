"""Parses a command line, runs its verb, and turns every fault into one line and the documented exit code."""

import argparse
from collections.abc import Iterable, Sequence
from importlib import import_module

from desktop_app import __version__
from desktop_app.cli.answer import Exit, Speech
from desktop_app.cli.grammar import Parser, speak
from desktop_app.cli.verbs import Call, ends_as_by_ctrl_c
from desktop_app.core.catalogue import marked
from desktop_app.core.clock import Clock
from desktop_app.core.errors import Cancelled, Code, Fault
from desktop_app.core.messages import Language, sentence

#: Faults that mean "the answer is no" rather than "wrong use or unreadable input".
_NO_FAMILIES = ("sealing.", "domain.", "papers.", "printing.", "vault.audit", "vault.damaged")


#: The modules that add verbs, in the order in which help lists them, and which. A call imports the module of its verb.
FAMILIES = {
    "policy": ("check", "route", "papers", "render", "policy"),
    "grounds": ("grounds",),
    "compare": ("compare",),
    "applications": ("application",),
    "forms": ("form",),
    "keeping": ("vault", "machine", "identity", "contact"),
    "auditing": ("audit",),
    "packages": ("seal", "open", "verify", "evidence", "receipt"),
    "discs": ("disc",),
    "media": ("medium",),
    "sharing": ("share",),
    "courier": ("courier",),
    "receiving": ("receive",),
    "carriers": ("carrier",),
    "committees": ("committee",),
    "meetings": ("meeting",),
    "votes": ("vote",),
    "experts": ("expert",),
    "draws": ("draw",),
    "reviews": ("review",),
    "notices": ("notice",),
    "posts": ("posts", "dishonesty", "phonebook"),
    "printers": ("printer",),
    "added_fonts": ("font",),
    "users": ("user",),
    "manual": ("manual",),
    "selftest": ("module", "selftest"),
    "support": ("support",),
    "demo": ("demo",),
}


def parser(language: Language, families: Iterable[str] = FAMILIES) -> argparse.ArgumentParser:
    """The grammar of verbs, of all or of some families, explained in one language."""
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
    for family in families:
        import_module(f"desktop_app.cli.{family}").add(verbs, common)
    speak(top, language)
    return top


def run(arguments: Sequence[str], clock: Clock) -> int:
    """Carry out one command line. Returns the exit code; never raises a `Fault`."""
    speech = Speech(_asked_language(arguments), "--json" in arguments)
    speech.prepare()
    ends_as_by_ctrl_c()
    try:
        args = parser(speech.language, _called(arguments)).parse_args(list(arguments))
        answer = args.act(Call(args, speech, clock))
    except SystemExit as asked:  # --help and --version
        return asked.code if isinstance(asked.code, int) else int(Exit.WRONG_USE)
    except (Cancelled, KeyboardInterrupt):
        return speech.complain(sentence(Fault(Code.CANCELLED), speech.language), Code.CANCELLED.value, Exit.NO)
    except Fault as fault:
        return _refused(speech, fault)
    try:
        return speech.give(answer)
    except KeyboardInterrupt:  # too late to cancel anything: what was done is done
        speech.hush()
        return int(answer.code)
    except Fault as fault:
        return _refused(speech, fault)


def _refused(speech: Speech, fault: Fault) -> int:
    no = fault.code.value.startswith(_NO_FAMILIES)
    return speech.complain(sentence(fault, speech.language), fault.code.value, Exit.NO if no else Exit.WRONG_USE)


def _called(arguments: Sequence[str]) -> Iterable[str]:
    """The family whose verb is called; all where help or a complaint names them."""
    words = iter(arguments)
    for word in words:
        if word == "--lang":
            next(words, None)
        elif word == "--version":
            return ()
        elif word != "--json" and not word.startswith("--lang="):
            return next(([family] for family, verbs in FAMILIES.items() if word in verbs), FAMILIES)
    return FAMILIES


def _asked_language(arguments: Sequence[str]) -> Language:
    """Known before parsing, so that even a parsing error is said in the right language."""
    for here, following in zip(arguments, [*arguments[1:], ""], strict=True):
        named = following if here == "--lang" else here.removeprefix("--lang=") if here.startswith("--lang=") else ""
        if (asked := next((one for one in Language if one.value == named), None)) is not None:
            return asked
    return Language.ZH
