"""The quick starts against the windows: what a step names stands on the very screen that the step sends one to."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from desktop_app.core.catalogue import phrase
from desktop_app.core.messages import Language
from desktop_app.desk import manual
from desktop_app.domain.prose import Heading, Items, plain
from desktop_app.ui.registry import ScreenKey
from desktop_app.ui.screens import SCREENS
from tests.support import catalogue
from tests.support.said import ROOT, pieces, tables, texts

UI = ROOT / "desktop_app" / "ui"
#: What every screen may open over itself, and what stands around it.
SHARED = ("widgets", "shell.py", "deskpage.py", "rail.py", "help", "messages.py", "markbar.py")
#: Folders of other screens whose parts a screen shows as its own.
LENT = {
    ScreenKey.SEALING: ("papers", "proof"),
    ScreenKey.INBOX: ("sealing", "papers", "proof"),
    ScreenKey.REVIEW: ("sealing", "papers"),
    ScreenKey.APPLICATIONS: ("papers",),
    ScreenKey.CONTACTS: ("papers",),
}
QUOTED = {Language.ZH: re.compile("「([^」]*)」"), Language.EN: re.compile("“([^”]*)”")}
CHAPTERS = ("start-applicant", "start-unit", "start-department", "start-district", "start-city", "start-committee")


def rail(language: Language) -> dict[str, ScreenKey]:
    """The words of the rail, by which a step says where it goes."""
    return {phrase(one.name, language): key for key, one in SCREENS.items() if one.name}


@cache
def on(screen: ScreenKey) -> frozenset[str]:
    """All words in the sources of a screen, of those under it, and of what they share."""
    family = [key for key, one in SCREENS.items() if screen in (key, one.under)]
    folders = {str(SCREENS[key].factory._module).partition(".")[0] for key in family}  # type: ignore[attr-defined]
    places = [UI / name for name in (*folders, *SHARED, *LENT.get(screen, ()))]
    files = [file for place in places for file in ([place] if place.suffix else place.rglob("*.py"))]
    return frozenset(word for file in files for word in _words(file))


def _words(file: Path) -> Iterator[str]:
    path = file.relative_to(ROOT / "desktop_app").as_posix()
    for each in catalogue.said():
        if each.path == path:
            yield from (piece for language in Language for piece in pieces(each.text, language))


def steps(name: str, language: Language) -> Iterator[tuple[tuple[ScreenKey, ...], str]]:
    """Each name that a chapter quotes, with the screens named in its step, or else where the step before ended."""
    words, here = rail(language), ()
    for block in manual.chapter(name, language).blocks:
        if isinstance(block, Heading):
            here = ()
        for item in block.items if isinstance(block, Items) else ():
            quoted = QUOTED[language].findall(plain(item))
            places = tuple(dict.fromkeys(words[one] for one in quoted if one in words))
            for one in quoted:
                yield places or here, one
            here = places[-1:] or here


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", CHAPTERS)
def test_what_a_step_names_is_on_the_screen_it_leads_to(name: str, language: Language) -> None:
    named = list(steps(name, language))
    assert named
    wrong = []
    for places, quoted in named:
        said = frozenset[str]().union(*map(on, places)) if places else texts(language)
        known = said | tables(language) | rail(language).keys()
        if not any(quoted.removesuffix(tail) in known for tail in ("", "…")):
            wrong.append(f"{quoted} is not on {' or '.join(one.value for one in places) or 'any screen'}")
    assert wrong == []
