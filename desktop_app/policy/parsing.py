"""The expression library, with the tables of its parser at hand, which it else works out at each start of a process.

Where the tables are those of another grammar, the library sees it by their signature and works them out itself.
"""

import sys
from types import ModuleType
from typing import Any

import msgspec

from desktop_app.core.resources import resource

#: What stands before each line but the first of a docstring of the grammar, of which its signature is made.
_INDENT = "\n" + 8 * " "
#: Where the library looks for tables that were kept.
PLACE = "rule_engine.parser.parsetab"


class Tables(msgspec.Struct, frozen=True):
    """An LALR grammar's tables as `ply` keeps them: for each state, what each symbol leads to."""

    version: str
    method: str
    signature: str
    productions: tuple[tuple[str, str, int, str | None, str | None, int | None], ...]
    action: dict[int, dict[str, int | None]]
    goto: dict[int, dict[str, int]]

    def module(self) -> ModuleType:
        """As the module that the library would import."""
        made = ModuleType(PLACE)
        named = {f"_lr_{name}": getattr(self, name) for name in self.__struct_fields__}
        made.__dict__.update(named, _tabversion=self.version)
        return made


def kept() -> Tables:
    """The tables that come with the program, signed as this CPython does: since 3.13 docstrings have no indent."""
    tables = msgspec.json.decode(resource("parsing", "rule_engine.json").read_bytes(), type=Tables)
    if sys.version_info < (3, 13):
        return tables
    return msgspec.structs.replace(tables, signature=tables.signature.replace(_INDENT, "\n"))


def _library() -> tuple[Any, Any]:
    sys.modules[PLACE] = kept().module()
    try:
        import rule_engine
        from rule_engine import ast
    finally:
        sys.modules.pop(PLACE, None)
    return rule_engine, ast


rule_engine, ast = _library()
