"""What is entered later on a form that is printed and signed: only that, at the very places the whole form would use.

The form is laid out without and with the entries; what the second has and the first has not is what is printed.
"""

from collections import Counter
from dataclasses import dataclass

from msgspec import structs

from desktop_app.core.errors import Code, Fault
from desktop_app.core.progress import Progress
from desktop_app.papers import fonts
from desktop_app.papers.fonts import using
from desktop_app.papers.items import Item, Page, Run
from desktop_app.papers.laid import PaperRequest
from desktop_app.papers.render import lay
from desktop_app.papers.typeset import MM


@dataclass(frozen=True, slots=True)
class Entries:
    """The pages on which something is entered, counted from 1, and a PDF of just these."""

    pages: tuple[int, ...]
    pdf: bytes


def entries(before: PaperRequest, after: PaperRequest, progress: Progress | None = None) -> Entries:
    """The difference between a form as it was signed and as it is to read.

    Raises `Fault(ENTRIES_MOVE)` where an entry would need more pages or move what is printed already, and
    `Fault(LAYOUT_ISSUES)` where it does not fit.
    """
    from desktop_app.papers import draw  # heavy: loaded when something is drawn

    was, now = lay(before), lay(after)
    if now.layout.issues:
        raise Fault(Code.LAYOUT_ISSUES, count=len(now.layout.issues), first=now.layout.issues[0].words())
    if len(was.layout.pages) != len(now.layout.pages):
        raise Fault(Code.ENTRIES_MOVE)
    with using(after.fonts):
        pages = [_added(*pair) for pair in zip(was.layout.pages, now.layout.pages, strict=True)]
        filled = [number for number, page in enumerate(pages) if page.items]
        job = draw.Job(
            now.layout.width, now.layout.height, now.form.title, [pages[number] for number in filled],
            [[Page(()) for _ in filled]],
        )  # fmt: skip
        pdf = draw.draw(job, progress or Progress()) if filled else b""
    return Entries(tuple(number + 1 for number in filled), pdf)


def _added(was: Page, now: Page) -> Page:
    left = Counter(_bare(item) for item in was.items)
    fresh: list[Item] = []
    for item in now.items:
        if left[_bare(item)]:
            left[_bare(item)] -= 1
        else:
            fresh.append(item)
    gone = [item for item, count in left.items() for _ in range(count)]
    made: list[Item] = []
    for item in fresh:
        under = next((old for old in gone if _same_place(old, item)), None)
        if under is not None:
            gone.remove(under)
        made += _between(under, item)
    if any(isinstance(item, Run) and item.text.strip() for item in gone):
        raise Fault(Code.ENTRIES_MOVE)
    return Page(tuple(made))


def _bare(item: Item) -> Item:
    """Whose field a text is says nothing of where it stands."""
    return structs.replace(item, field="") if isinstance(item, Run) else item


def _same_place(old: Item, new: Item) -> bool:
    """Whether a line of the form has only had its blanks filled: it begins and ends where it did."""
    if not (isinstance(old, Run) and isinstance(new, Run)):
        return False
    at = (old.x, old.y, old.face, old.size, old.spacing, old.angle) == (
        new.x, new.y, new.face, new.size, new.spacing, new.angle
    )  # fmt: skip
    return at and len(old.text) == len(new.text)


def _between(old: Item | None, new: Item) -> list[Item]:
    """The characters of a line that its blanks were filled with, each where it stands in the line."""
    if not (isinstance(old, Run) and isinstance(new, Run)):
        return [new]
    if any(was != is_ and was.strip() for was, is_ in zip(old.text, new.text, strict=True)):
        raise Fault(Code.ENTRIES_MOVE)
    made: list[Item] = []
    for at, (was, is_) in enumerate(zip(old.text, new.text, strict=True)):
        if was != is_:
            made.append(structs.replace(new, x=new.x + _width(new, at), text=is_))
    return made


def _width(run: Run, characters: int) -> float:
    """Millimetres from a line's beginning to one of its characters."""
    text = run.text[:characters]
    return (fonts.width(text, run.face) * run.size + run.spacing * (fonts.gaps(text) + 1)) / MM if text else 0.0
