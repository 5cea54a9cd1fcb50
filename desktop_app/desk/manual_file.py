"""The whole manual as one PDF file."""

from functools import partial
from pathlib import Path

from desktop_app import __version__
from desktop_app.core.errors import Code, Fault
from desktop_app.core.messages import Language
from desktop_app.desk import manual
from desktop_app.host import atomic
from desktop_app.papers import book
from desktop_app.papers.book import Book, BookChapter

#: What the file is called unless somebody says otherwise.
NAMES = {"zh": "封卷使用手册.pdf", "en": "fengjuan-guide.pdf"}


def write(out: Path, language: Language, *, replace: bool = False) -> int:
    """Write it and tell its size; over another file only to `replace` it.

    Raises `Fault(FILE_EXISTS | FOLDER_NOT_WRITABLE | …)`.
    """
    if out.exists() and not replace:
        raise Fault(Code.FILE_EXISTS, path=str(out))
    if not out.parent.is_dir():  # before the seconds that setting a book takes
        raise Fault(Code.FILE_NOT_FOUND, path=str(out.parent))
    chinese = language is Language.ZH
    data = book.written(
        Book(
            title="封卷使用手册" if chinese else "Fengjuan: a short guide",
            subtitle=f"不联网的职称申报　版本 {__version__}" if chinese else f"Version {__version__}",
            contents="目录" if chinese else "Contents",
            parts=[
                (part.title, [BookChapter(one.name, one.blocks) for one in part.chapters])
                for part in manual.contents(language)
            ],
            language=language,
            picture=partial(manual.picture, language=language),
        )
    )
    atomic.write_atomic(out, data, mode=atomic.PUBLIC)
    return len(data)
