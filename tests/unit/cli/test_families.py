"""A verb is found in its family alone, and the families together are the whole grammar."""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from desktop_app.cli.main import FAMILIES, parser
from desktop_app.core.messages import Language

ROOT = Path(__file__).resolve().parents[3]


def verbs(made: argparse.ArgumentParser) -> list[str]:
    (below,) = (one for one in made._actions if isinstance(one, argparse._SubParsersAction))
    return list(below.choices)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_adds_the_verbs_by_which_it_is_found(family: str) -> None:
    assert verbs(parser(Language.ZH, [family])) == list(FAMILIES[family])


def test_every_module_that_adds_verbs_is_a_family() -> None:
    assert verbs(parser(Language.EN)) == list(chain.from_iterable(FAMILIES.values()))
    adding = {
        path.stem
        for path in (ROOT / "desktop_app" / "cli").glob("*.py")
        if "\ndef add(verbs: Any" in path.read_text(encoding="utf-8")
    }
    assert adding - set(FAMILIES) == {"cipher_modules"}  # selftest adds it


def every(made: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield made
    for action in made._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from every(below)


@pytest.mark.parametrize("language", Language)
def test_every_verb_and_every_argument_says_what_it_is(language: Language) -> None:
    """Also where a module says nothing: a name means the same in every verb."""
    for verb in every(parser(language)):
        assert verb.description, verb.prog
        assert verb.description[-1] == ("。" if language is Language.ZH else "."), verb.prog
        for action in verb._actions:
            if not isinstance(action, argparse._SubParsersAction):
                assert action.help, (verb.prog, action.option_strings or action.metavar or action.dest)


def test_the_options_of_a_vault_stand_below_the_verbs_own() -> None:
    (family,) = (one for one in parser(Language.EN, ["applications"])._actions if one.dest == "verb")
    told = next(one for one in every(family.choices["application"]) if one.prog.endswith(" list")).format_help()
    assert told.index("--text TEXT  ") < told.index("\nthe vault:") < told.index("--vault DIR  ")


@pytest.mark.parametrize(
    ("called", "code", "read"),
    [
        (["--lang", "en", "--json", "support", "--help"], 0, {"support"}),
        (["--version"], 0, set()),
        (["--lang", "support", "no-such-verb"], 2, set(FAMILIES)),
        (["--help"], 0, set(FAMILIES)),
    ],
)
@pytest.mark.slow
def test_only_the_family_that_is_called_is_read(called: list[str], code: int, read: set[str]) -> None:
    told = (
        "import sys; from desktop_app.__main__ import main; code = main(); last = 'desktop_app.cli.';"
        "print(code, *(each.split('.')[2] for each in sys.modules if each.startswith(last)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", told, *called], cwd=ROOT, capture_output=True, text=True, check=True)
    first, *names = ran.stderr.splitlines()[-1].split()
    assert int(first) == code
    assert set(names) & set(FAMILIES) == read
