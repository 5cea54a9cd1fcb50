"""A chapter as the text browser shows it: the manual's blocks as HTML, in the colours and lengths of the window."""

from html import escape

from desktop_app.desk.manual import Block, Chapter, Heading, Items, Note, Picture, Rows, Run, Style, plain
from desktop_app.ui import theme
from desktop_app.ui.language import narrow

#: A picture's address; the browser asks the page for it.
PICTURE = "picture:"


def page(chapter: Chapter, width: int) -> str:
    """The whole chapter; pictures are as wide as the text."""
    return "".join(_block(block, width) for block in chapter.blocks)


def style() -> str:
    """The sheet for `page`; Qt's text browser knows a small part of CSS."""
    tone, px = theme.colours(), theme.px
    return (
        f"h1 {{ font-size: {px(24)}px; margin-top: 0px; margin-bottom: {px(12)}px; color: {tone.ink}; }}"
        f"h2 {{ font-size: {px(18)}px; margin-top: {px(18)}px; margin-bottom: {px(6)}px; color: {tone.ink}; }}"
        f"h3 {{ font-size: {px(15)}px; margin-top: {px(12)}px; margin-bottom: {px(4)}px; color: {tone.muted}; }}"
        f"p, li {{ margin-top: {px(4)}px; margin-bottom: {px(6)}px; line-height: 150%; color: {tone.ink}; }}"
        f"a {{ color: {tone.accent}; }} code {{ color: {tone.muted}; }}"
        f".caption {{ color: {tone.muted}; font-size: {px(13)}px; }}"
        f"td, th {{ padding: {px(5)}px {px(10)}px; }} th {{ background: {tone.accent_soft}; text-align: left; }}"
    )


def _shown(words: str) -> str:
    return escape(narrow(words))


def _block(block: Block, width: int) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{_runs(block.runs)}</h{block.level}>"
    if isinstance(block, Items):
        kind = "ol" if block.numbered else "ul"
        return f"<{kind}>" + "".join(f"<li>{_runs(item)}</li>" for item in block.items) + f"</{kind}>"
    if isinstance(block, Note):
        tone = theme.colours()
        return (
            f'<table width="100%" cellpadding="{theme.px(10)}" bgcolor="{tone.accent_soft}"><tr><td>'
            f"{_runs(block.runs)}</td></tr></table>"
        )
    if isinstance(block, Picture):
        caption = _shown(block.caption)
        return (
            f'<div><img src="{PICTURE}{escape(block.file)}" width="{width}" alt="{caption}"></div>'
            f'<p class="caption">{caption}</p>'
        )
    if isinstance(block, Rows):
        return _table(block)
    return f"<p>{_runs(block.runs)}</p>"


def _table(block: Rows) -> str:
    head, *rest = block.rows
    lines = ["<tr>" + "".join(f"<th>{_runs(cell)}</th>" for cell in head) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{_runs(cell)}</td>" for cell in row) + "</tr>" for row in rest]
    line = theme.colours().line
    return f'<table border="1" style="border-collapse: collapse" bordercolor="{line}">{"".join(lines)}</table>'


def _runs(runs: tuple[Run, ...]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    text = _shown(plain((run,)))
    if run.style is Style.STRONG:
        return f"<b>{text}</b>"
    if run.style is Style.CODE:
        return f"<code>{text}</code>"
    if run.style is Style.LINK:
        return f'<a href="{escape(run.target)}">{text}</a>'
    return text
