"""Reads one TOML file into its typed table, strictly: the first thing that is wrong is named with its line.

A pack is a set of files by name, whether it lies in a folder or came inside a signed file and lives in the vault.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NoReturn, Self, TypeVar

import msgspec

from desktop_app.core.errors import Code, Fault

T = TypeVar("T")

_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\[\.\.\.\]")

#: The files of a pack: name with `/` between folder and file -> content.
PackFiles = Mapping[str, bytes]


def files_of(folder: Path) -> PackFiles:
    """Every TOML file under `folder`, in the order of their names. Raises `Fault(POLICY_UNREADABLE)`.

    Lines end alike whichever system's editor ended them: the digest is the pack's, and who signs it is refused nothing.
    """
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.toml")}
    return {name: _content(paths[name]).replace(b"\r\n", b"\n") for name in sorted(paths)}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Fault(Code.POLICY_NOT_FOUND, path=path.name) from None
    except OSError as error:
        raise Fault(Code.POLICY_UNREADABLE, path=path.name, reason=type(error).__name__) from error


def refuse(name: str, line: int, detail: str) -> NoReturn:
    """Every refusal of a pack goes through here. Raises `Fault(POLICY_INVALID)`."""
    raise Fault(Code.POLICY_INVALID, path=name.rpartition("/")[2], line=line, detail=detail)


class TomlFile:
    """A TOML file and, for messages, where in it each thing stands."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        try:
            self.text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Fault(Code.POLICY_UNREADABLE, path=name, reason=type(error).__name__) from error

    @classmethod
    def at(cls, path: Path) -> Self:
        """A file of its own. Raises `Fault(POLICY_NOT_FOUND | POLICY_UNREADABLE)`."""
        return cls(path.name, _content(path))

    @classmethod
    def of(cls, files: PackFiles, name: str) -> Self:
        """One file of a pack. Raises `Fault(POLICY_NOT_FOUND)`."""
        if name not in files:
            raise Fault(Code.POLICY_NOT_FOUND, path=name)
        return cls(name, files[name])

    def table(self, kind: type[T]) -> T:
        """The file as `kind`. Raises `Fault(POLICY_INVALID)` with the line where one can be told."""
        try:
            return msgspec.convert(_parsed(self.text), kind)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            refuse(self.name, int(found[1]) if found else self.text.count("\n") + 1, str(error))
        except msgspec.ValidationError as error:
            refuse(self.name, self.line_of_error(str(error)), str(error))

    def line_of_row(self, table: str, index: int) -> int:
        """The line of the header `[[table]]` that opens row `index`; 0 when there is none."""
        return self._row_after(table, index, 0)

    def line_of_part(self, line: int, table: str, index: int) -> int:
        """The line of part `index` (`[[rule.case]]`) of the row that opens on `line`; that line where none stands."""
        found, next_row = self._row_after(table, index, line), self._row_after(table.rpartition(".")[0], 0, line)
        return found if found and (not next_row or found < next_row) else line

    def line_of_text(self, text: str) -> int:
        """The first line that holds `text`; 0 when none does."""
        return self._nth(lambda line: text in line, 0)

    def refuse(self, line: int, detail: str) -> NoReturn:
        refuse(self.name, line, detail)

    def _nth(self, fits: Callable[[str], bool], index: int) -> int:
        numbers = [number for number, line in enumerate(self._lines, 1) if fits(line)]
        return numbers[index] if index < len(numbers) else 0

    def line_of_error(self, message: str) -> int:
        """The line that a message of the decoder (`… - at `$.rule[3].case[0]``) speaks of."""
        where = re.search(r"at `\$(.*?)`", message)
        key = re.search(r"field `(\w+)`", message)
        start, name, keys = 0, "", []
        for step in _STEP.finditer(where[1] if where else ""):
            if step[1]:
                name = f"{name}.{step[1]}" if name else step[1]
                keys.append(step[1])
            elif step[2] and (line := self._row_after(name, int(step[2]), start)):
                start, keys = line, []
        wanted = [key[1]] if key else keys[:1]
        for number, text in list(enumerate(self._lines, 1))[start:]:
            if start and text.startswith("[["):
                break
            if wanted and re.match(rf"(\[+)?{re.escape(wanted[0])}\b", text):
                return number
        return start or 1

    def _row_after(self, table: str, index: int, start: int) -> int:
        after = [number for number in self._headers.get(f"[[{table}]]", ()) if number > start]
        return after[index] if index < len(after) else 0

    @cached_property
    def _lines(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines()]

    @cached_property
    def _headers(self) -> Mapping[str, list[int]]:
        """Where the header of each kind of row stands."""
        found: dict[str, list[int]] = {}
        for number, line in enumerate(self._lines, 1):
            if line.startswith("[["):
                found.setdefault(line, []).append(number)
        return found


@lru_cache(maxsize=256)
def _parsed(text: str) -> Mapping[str, Any]:
    """A desk loads the same files again for each choice of settings, and packs of several years have most in common."""
    return tomllib.loads(text)
