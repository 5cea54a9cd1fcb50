"""Forms as the program uses them: found by name or path, read strictly, checked whole, kept with their styles."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.resources import forms_folder
from desktop_app.papers import bindings, form_check
from desktop_app.papers.form_spec import FormFile, PageSpec, Style

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Form:
    """A checked form."""

    file: FormFile
    styles: dict[str, Style]
    blank: bytes | None = None  # as the confined reader built it

    @property
    def id(self) -> str:
        return self.file.id

    @property
    def title(self) -> str:
        return self.file.title

    @property
    def width(self) -> float:
        """Millimetres."""
        return form_check.size(self.file)[0]

    @property
    def height(self) -> float:
        """Millimetres."""
        return form_check.size(self.file)[1]

    @property
    def pages(self) -> tuple[PageSpec, ...]:
        return self.file.pages


class _Styles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    styles: dict[str, Style]


def form_names() -> tuple[str, ...]:
    """The forms that are shipped, by name."""
    return tuple(sorted(path.parent.name for path in forms_folder().glob("*/form.toml")))


@cache
def variants(document: str) -> tuple[Form, ...]:
    """Other shipped forms of the same paper, which an office may choose."""
    return tuple(form for form in map(load, form_names()) if form.file.document == document)


def load(name: str | Path) -> Form:
    """A shipped form by name, or the form folder at a path.

    Raises `Fault`: FORM_NOT_FOUND, FORM_UNREADABLE (not TOML) or FORM_INVALID with every fault in `detail`.
    """
    return _shipped(name) if isinstance(name, str) else _read(name)


@cache
def _shipped(name: str) -> Form:
    if name not in form_names():
        raise Fault(Code.FORM_NOT_FOUND, form=name)
    return _read(forms_folder() / name)


def _read(folder: Path) -> Form:
    file = _convert(_toml(folder / "form.toml"), FormFile, folder.name)
    if file.id != folder.name:
        raise Fault(Code.FORM_INVALID, form=folder.name, detail=f"id is {file.id}")
    return _checked(file, _blank(folder / file.blank) if file.blank else None)


def _blank(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Fault(Code.FORM_INVALID, form=path.parent.name, detail=f"no {path.name}") from None


def office_file(text: str) -> FormFile:
    """What the file of an office's own form says. Raises `Fault(FORM_UNREADABLE | FORM_INVALID)`."""
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Fault(Code.FORM_UNREADABLE, form="form.toml", detail=str(error)) from error
    return _convert(tree, FormFile, "form.toml")


def of_office(text: str, blank: bytes) -> Form:
    """An office's own form over a read blank. It stands for a paper of ours, whose lists, values, copy numbers and
    sides it takes over: they are not the form's to say. Raises `Fault(FORM_UNREADABLE | FORM_INVALID | BLANK_PAPER)`.
    """
    file = office_file(text)
    if file.document not in form_names() or not file.blank:
        raise Fault(Code.FORM_INVALID, form=file.id, detail="it stands for no paper over a blank")
    shipped = load(file.document).file
    if file.paper != shipped.paper:
        raise Fault(Code.BLANK_PAPER, asked=shipped.paper, found=file.paper)
    taken = ("extra", "lists", "numbered", "duplex", "marked", "foot")
    return _checked(structs.replace(file, **{name: getattr(shipped, name) for name in taken}), blank)


def _checked(file: FormFile, blank: bytes | None) -> Form:
    shared = _convert(_toml(forms_folder() / "styles.toml"), _Styles, "styles")
    styles = {**shared.styles, **file.styles}
    found = list(form_check.faults(file, styles, bindings.vocabulary(), bindings.row_vocabulary()))
    if found:
        raise Fault(Code.FORM_INVALID, form=file.id, detail="; ".join(found))
    return Form(file, styles, blank)


def _toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Fault(Code.FORM_NOT_FOUND, form=path.parent.name) from None
    except (OSError, ValueError) as error:
        raise Fault(Code.FORM_UNREADABLE, form=path.parent.name, detail=str(error)) from error


def _convert(tree: dict[str, object], kind: type[T], name: str) -> T:
    try:
        return msgspec.convert(tree, kind)
    except msgspec.ValidationError as error:
        raise Fault(Code.FORM_INVALID, form=name, detail=str(error)) from error
