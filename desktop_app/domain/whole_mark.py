"""The mark of everything in an application: its own and every attachment's; and what counts as lowering one of them."""

from desktop_app.domain.application import Application, Material
from desktop_app.domain.marking import Marking, combined, is_lower


def mark_of(material: Material, application: Application) -> Marking:
    """An attachment's mark; one that bears none of its own goes by the application's."""
    return material.marking if material.marking.decided else application.marking


def whole_mark(application: Application) -> Marking:
    """The highest level and the longest term of all parts (1990 rules, art. 8); undecided while its own is."""
    return combined([application.marking, *(m.marking for m in application.materials if m.marking.decided)])


def lowered(before: Application, after: Application) -> bool:
    """Whether the application's own mark, or that of an attachment both have, is lower than it was.

    An attachment that was taken out lowers nothing: what it held is no longer there.
    """
    if is_lower(after.marking, before.marking):
        return True
    was = {(one.kind, one.digest): one.marking for one in before.materials if one.marking.decided}
    return any(
        is_lower(mark_of(one, after), was[one.kind, one.digest])
        for one in after.materials
        if (one.kind, one.digest) in was
    )
