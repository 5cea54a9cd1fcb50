"""Puts a mutant into a running program: the code of every living function that the change touches is exchanged."""

import functools
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType


class NotByExchange(Exception):
    """The change lies outside of functions, or alters how they are closed over: it needs a fresh start."""


class Exchange:
    """One module's source as compiled, and its living functions."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._old = compile(path.read_bytes(), str(path), "exec")

    def put(self, mutated: bytes) -> None:
        """Raises `NotByExchange` and leaves everything as it was."""
        new = compile(mutated, str(self._path), "exec")
        pairs = dict(differing(self._old, new))
        functions = [
            each
            for each in gc.get_objects()
            if type(each) is FunctionType and each.__code__.co_filename == str(self._path) and each.__code__ in pairs
        ]
        if not functions:
            raise NotByExchange
        for function in functions:
            if len(function.__code__.co_freevars) != len(pairs[function.__code__].co_freevars):
                raise NotByExchange
        for function in functions:
            function.__code__ = pairs[function.__code__]


def differing(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """The functions whose code is another, outer ones with their inner ones. Raises `NotByExchange`."""
    if outside_functions(old) != outside_functions(new):
        raise NotByExchange
    inner_old, inner_new = inner(old), inner(new)
    if [code.co_name for code in inner_old] != [code.co_name for code in inner_new]:
        raise NotByExchange
    for before, after in zip(inner_old, inner_new, strict=True):
        if before == after:
            continue
        if is_function(before):
            yield from within(before, after)
        else:
            yield from differing(before, after)


def within(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """A changed function, and those made inside it that a closure may already hold."""
    yield before, after
    inner_before, inner_after = inner(before), inner(after)
    if [code.co_name for code in inner_before] == [code.co_name for code in inner_after]:
        for one, other in zip(inner_before, inner_after, strict=True):
            if one != other:
                yield from within(one, other)


def inner(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if isinstance(each, CodeType)]


def is_function(code: CodeType) -> bool:
    return bool(code.co_flags & 0x02)  # CO_NEWLOCALS: a class's body has none


def outside_functions(code: CodeType) -> tuple[object, ...]:
    """What a module or a class does by itself."""
    constants = tuple(each for each in code.co_consts if not isinstance(each, CodeType))
    return (code.co_code, tuple(map(repr, constants)), code.co_names)


def forget(packages: tuple[str, ...]) -> None:
    """Empty every cache of these packages, so that what was made by the code as it stands is made again."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in packages:
            for value in list(vars(module).values()):
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()
