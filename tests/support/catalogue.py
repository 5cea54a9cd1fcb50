"""The catalogue of texts against the code: reads every text out of the sources, and brings the catalogue up to date.

`python3 tasks.py words` adds what is new with an empty English, drops what the code no longer says, and compiles. What
lacks its English or asks for blanks that nothing fills is named and fails the chore; so is a text put together in code.
"""

import ast
import io
import string
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "desktop_app"
LOCALE = ROOT / "resources" / "locale"
PO = LOCALE / "en" / "LC_MESSAGES" / "fengjuan.po"
MO = PO.with_suffix(".mo")
HEAD = "# The English of the program's texts. `python3 tasks.py words` keeps it in step with the code and compiles it."
FURTHER_HEAD = (
    "# Texts in another language; English stands in for what is empty. `python3 tasks.py words` keeps it in step."
)
#: What takes a text of the catalogue -> which of its arguments that is.
TAKES = {
    "say": 0,
    "bilingual": 0,
    "marked": 0,
    "wrong": 0,
    "_pick": 0,
    "_say": 0,
    "_lacks": 0,
    "_differs": 0,
    "tell": 1,
}
#: Where a name above, or one more, means something in one module only.
ONLY_IN = {
    "_pick": "policy/condition_words.py",
    "_say": "desk/manual_rules.py",
    "_lacks": "desk/held_notices.py",
    "_differs": "desk/counting.py",
    "tell": "desk/demo.py",
    "self": "desk/list_sheet.py",
}
#: The same texts give the same bytes whenever they are compiled.
_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """One text where the code says it. `made`: put together in code, so that no catalogue can hold it."""

    path: str
    line: int
    text: str
    fields: frozenset[str]
    made: bool = False


@cache
def sources() -> Mapping[str, ast.Module]:
    """Every module of the program, by its path below the package."""
    paths = sorted(CODE.rglob("*.py"))
    return {path.relative_to(CODE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


@cache
def said() -> tuple[Said, ...]:
    """Every text of the program, in the order of modules and lines."""
    return tuple(said_in(sources()))


def said_in(modules: Mapping[str, ast.Module]) -> Iterator[Said]:
    """The texts of these modules."""
    for path, tree in modules.items():
        calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
            yield from _of(call, path)


def text_of(call: ast.Call, path: str) -> ast.expr | None:
    """The argument that is a text of the catalogue; `None` where the call takes none."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    at = 0 if name == "self" and path == ONLY_IN["self"] else TAKES.get(name)
    if at is None or len(call.args) <= at or ONLY_IN.get(name, path) != path:
        return None
    return call.args[at]


def _of(call: ast.Call, path: str) -> Iterator[Said]:
    text = text_of(call, path)
    fields = frozenset(keyword.arg for keyword in call.keywords if keyword.arg)
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        if text.value:
            yield Said(path, call.lineno, text.value, fields)
    elif isinstance(text, ast.JoinedStr | ast.BinOp):
        yield Said(path, call.lineno, ast.unparse(text), fields, made=True)


def blanks(text: str) -> frozenset[str]:
    """The names of the fields that a text asks for, without what is picked from them."""
    names = (name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    return frozenset(name.split(".")[0].split("[")[0] for name in names)


@cache
def catalogue() -> Catalog:
    """The catalogue as it is kept."""
    with PO.open("rb") as stream:
        return read_po(stream, locale="en")


def compiled(kept: Catalog) -> bytes:
    """What gettext reads."""
    kept.creation_date = kept.revision_date = _NO_DAY
    out = io.BytesIO()
    write_mo(out, kept)
    return out.getvalue()


def renewed(kept: Mapping[str, str], language: str = "en") -> Catalog:
    """The catalogue that the code asks for, with the translations that are there."""
    made = Catalog(locale=language, header_comment=HEAD, project="Fengjuan", charset="utf-8", fuzzy=False)
    for each in said():
        if not each.made:
            made.add(each.text, kept.get(each.text, ""), locations=[(f"desktop_app/{each.path}", None)])
    return made


def written(made: Catalog, language: str = "en") -> bytes:
    """The catalogue as text: without dates or versions, so that the same texts give the same bytes."""
    out = io.BytesIO()
    write_po(out, made, width=120, omit_header=True, sort_output=True, include_lineno=False)
    first = HEAD if language == "en" else FURTHER_HEAD
    head = (
        f'{first}\nmsgid ""\nmsgstr ""\n"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return head.encode() + out.getvalue()


def faults(english: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the texts, a line each."""
    for each in said():
        where = f"{each.path}:{each.line}"
        if each.made:
            yield f"{where}: put together in code: {each.text}"
        elif not english.get(each.text):
            yield f"{where}: no English: {each.text}"
        elif each.fields:
            yield from _unfilled(each, english[each.text], where)


def _unfilled(each: Said, english: str, where: str) -> Iterator[str]:
    for text in (each.text, english):
        if lacking := blanks(text) - each.fields:
            yield f"{where}: nothing fills {', '.join(sorted(lacking))}: {text}"


def kept_english() -> dict[str, str]:
    """Text -> its English, as kept; the catalogue's head has no text."""
    return {str(message.id): str(message.string) for message in catalogue() if message.id}


def main() -> int:
    """Renew, compile, and say what is wrong."""
    made = renewed(kept_english())
    PO.write_bytes(written(made))
    catalogue.cache_clear()
    MO.write_bytes(compiled(catalogue()))
    wrong = list(faults(kept_english()))
    print("\n".join([*wrong, f"{len(made)} texts, {len(wrong)} faults", *further()]))
    return 1 if wrong else 0


def further() -> Iterator[str]:
    """Renew and compile the catalogues of further languages, which may lack texts: English is said there."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/fengjuan.po")):
        language = path.parts[-3]
        if language != "en":
            with path.open("rb") as stream:
                there = {str(one.id): str(one.string) for one in read_po(stream, locale=language) if one.id}
            made = renewed(there, language)
            path.write_bytes(written(made, language))
            path.with_suffix(".mo").write_bytes(compiled(made))
            yield f"{language}: {sum(not one.string for one in made if one.id)} of {len(made)} texts are not translated"


if __name__ == "__main__":
    sys.exit(main())
