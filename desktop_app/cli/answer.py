"""How a verb answers: lines for people or one JSON document, and the documented exit codes."""

import errno
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import IntEnum
from io import TextIOWrapper
from typing import Any

from desktop_app.core.catalogue import phrase
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language, Spoken, told


class Exit(IntEnum):
    """What the exit code says."""

    DONE = 0
    NO = 1  # the answer is no: a rule blocks, a package is refused
    WRONG_USE = 2  # wrong use or unreadable input


@dataclass(slots=True)
class Answer:
    """What a verb found out. `lines` are for people, `data` for programs."""

    data: Mapping[str, Any]
    lines: list[str] = field(default_factory=list)
    code: Exit = Exit.DONE


@dataclass(frozen=True, slots=True)
class Speech:
    """How to speak: language and form."""

    language: Language
    as_json: bool

    def say(self, text: str, /, **fields: object) -> str:
        return phrase(text, self.language, fields)

    def said(self, words: Spoken) -> str:
        return told(words, self.language)

    def prepare(self) -> None:
        """A terminal or pipe without Chinese, or a path that is no Unicode, must not stop the answer."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")

    def hush(self) -> None:
        """The reader is gone: leave nothing that the interpreter would try to write at its end."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def line(self, text: str) -> None:
        """One line now, for verbs that take a while. The work goes on though nobody reads of it any more."""
        with self._spoken():
            sys.stdout.write(text + "\n")
            sys.stdout.flush()

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """Raises `Fault` where standard output takes no more."""
        try:
            yield
        except BrokenPipeError:  # whoever read it has read enough
            self.hush()
        except OSError as error:
            self.hush()
            code = Code.DISK_FULL if error.errno == errno.ENOSPC else Code.MEDIUM_GONE
            raise Fault(code, path=self.say("标准输出")) from error

    def warn(self, sentence: str) -> None:
        """One line on standard error now, about something that is done all the same."""
        sys.stderr.write(sentence + "\n")
        sys.stderr.flush()

    def give(self, answer: Answer) -> int:
        """Write the answer to standard output and return its exit code."""
        with self._spoken():
            if self.as_json:
                json.dump(answer.data, sys.stdout, ensure_ascii=False, indent=2, default=str)
                sys.stdout.write("\n")
            else:
                sys.stdout.writelines(line + "\n" for line in answer.lines)
            sys.stdout.flush()
        return int(answer.code)

    def complain(self, sentence: str, code: str, exit_code: Exit) -> int:
        """Write one clear line to standard error (and JSON when asked) and return the exit code."""
        if self.as_json:
            json.dump({"error": code, "sentence": sentence}, sys.stdout, ensure_ascii=False)
            sys.stdout.write("\n")
        sys.stderr.write(sentence + "\n")
        return int(exit_code)
