"""What stands in the way of a formal print, found while laying out, with its words in both languages."""

from dataclasses import dataclass
from dataclasses import field as with_default
from enum import Enum

from desktop_app.domain.findings import Words


class IssueKind(Enum):
    """What is wrong with a field on paper."""

    OVERFLOW = "overflow"
    GLYPH_MISSING = "glyph_missing"
    PRIVATE_USE = "private_use"
    NOT_SHAPED = "not_shaped"
    CODE_UNKNOWN = "code_unknown"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MANY_ROWS = "too_many_rows"


@dataclass(frozen=True, slots=True)
class Issue:
    """One obstacle. `label` is the field's printed name, `field` its binding.

    `room` and `excess` count characters (pages or rows for TOO_MANY_…); `code_point` is `U+XXXX`; `page` counts from 1,
    0 = anywhere.
    """

    kind: IssueKind
    field: str
    label: str = ""
    page: int = 0
    room: int = 0
    excess: int = 0
    character: str = ""
    code_point: str = ""
    #: The room that the value has: x, y, width, height in millimetres from the top left corner.
    box: tuple[float, float, float, float] | None = with_default(default=None, compare=False)

    def words(self) -> Words:
        """What is wrong and what mends it."""
        said = _WORDS[self.kind]
        fields = {
            "label": self.label or self.field,
            "room": self.room,
            "excess": self.excess,
            "character": self.character,
            "code": self.code_point,
        }
        return Words(zh=said.zh.format_map(fields), en=said.en.format_map(fields))


_WORDS = {
    IssueKind.OVERFLOW: Words(
        zh=("“{label}”排不下：最多约 {room} 字，超出 {excess} 字。请精简后再打印。"),
        en=("“{label}” does not fit: room for about {room} characters, {excess} too many. Shorten it before printing."),
    ),
    IssueKind.GLYPH_MISSING: Words(
        zh=(
            "“{label}”中的字（{code}）没有可用的字体，打印不出来。请对照证件核对；确是该字的，在“设置—补字字体”中补上字体或"
            "字形。"
        ),
        en=(
            "“{label}” has a character ({code}) that no font holds. Check it against the identity card; if it is "
            "right, add a font or an outline for it under Settings, Added fonts."
        ),
    ),
    IssueKind.PRIVATE_USE: Words(
        zh=(
            "“{label}”含自造字编码（{code}），别的电脑上会变成另一个字。请改用国家标准编码的字；国家标准还没有的，"
            "在“设置—补字字体”中为它指定字形。"
        ),
        en=(
            "“{label}” has a private-use character ({code}) that means something else elsewhere. Use its standard "
            "code; if it has none yet, give it an outline under Settings, Added fonts."
        ),
    ),
    IssueKind.NOT_SHAPED: Words(
        zh=("“{label}”含传统蒙古文（{code}），本机缺少蒙古文排字组件，印出来会是错的。请重新安装本程序后再打印。"),
        en=(
            "“{label}” is in traditional Mongolian ({code}), which this installation cannot shape: it would print "
            "wrong. Install the program anew before printing."
        ),
    ),
    IssueKind.CODE_UNKNOWN: Words(
        zh=("“{label}”的代码 {character} 不在代码表中，无法印成文字。请重新选择该项。"),
        en=("“{label}” holds the code {character}, which no table explains. Choose the entry again."),
    ),
    IssueKind.TOO_MANY_PAGES: Words(
        zh=("“{label}”应为 {room} 页，现多出 {excess} 页。请精简内容后再打印。"),
        en=("“{label}” must be {room} page(s) and is {excess} longer. Shorten its content before printing."),
    ),
    IssueKind.TOO_MANY_ROWS: Words(
        zh=("“{label}”在空白表上只有 {room} 行，多出 {excess} 行。请在申报中精简，或改用能续页的表。"),
        en=(
            "“{label}” has {room} row(s) on the blank and {excess} more entries. Shorten it, or use a form that "
            "continues."
        ),
    ),
}
