"""What a verb asks for the register of makings."""

import argparse

import msgspec

from desktop_app.cli.grammar import wrong
from desktop_app.core.catalogue import marked
from desktop_app.core.text import normal
from desktop_app.domain.makings import MOST_PAGES, Making


def with_makers(verb: argparse.ArgumentParser, *, approver: bool = True) -> None:
    """Who asked for it and who approved."""
    verb.add_argument("--applicant", default="", metavar="NAME", help=marked("制作申请人"))
    if approver:
        verb.add_argument("--approved-by", default="", metavar="NAME", help=marked("制作审批人"))


def with_pages(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--pages", type=_pages, default=0, metavar="N", help=marked("help|页数"))


def with_purpose(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--use", default="", metavar="TEXT", help=marked("help|用途"))


def making(args: argparse.Namespace) -> Making:
    """Raises `Fault(ARGUMENT)` for a name or a use that is too long."""
    given = {
        "applicant": normal(args.applicant.strip()),
        "approved_by": normal(getattr(args, "approved_by", "").strip()),
        "purpose": normal(getattr(args, "use", "").strip()),
        "pages": getattr(args, "pages", 0),
    }
    try:
        return msgspec.convert(given, Making)
    except msgspec.ValidationError as error:
        raise wrong("有一项太长：{error}", error=error) from error


def _pages(typed: str) -> int:
    number = int(typed)
    if not 0 <= number <= MOST_PAGES:
        raise ValueError(typed)
    return number
