"""What stands in the way of a formal print, found while laying out, with its words in both languages."""

from dataclasses import dataclass
from dataclasses import field as with_default
from enum import Enum

from desktop_app.core.messages import counted
from desktop_app.domain.findings import Words, bilingual


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
        fields: dict[str, object] = {
            "label": self.label or self.field,
            "room": self.room,
            "excess": self.excess,
            "character": self.character,
            "code": self.code_point,
        }
        return Words(zh=said.zh.format_map(fields), en=said.en.format_map(counted(fields)))


_WORDS = {
    IssueKind.OVERFLOW: bilingual("“{label}”排不下：最多约 {room} 字，超出 {excess} 字。请精简后再打印。"),
    IssueKind.GLYPH_MISSING: bilingual(
        "“{label}”中的字（{code}）没有可用的字体，打印不出来。请对照证件核对；确是该字的，在“设置—补字字体”中补上字体或字形。"
    ),
    IssueKind.PRIVATE_USE: bilingual(
        "“{label}”含自造字编码（{code}），别的电脑上会变成另一个字。请改用国家标准编码的字；国家标准还没有的，在“设置—补字字体”中为它指定字形。"
    ),
    IssueKind.NOT_SHAPED: bilingual(
        "“{label}”含传统蒙古文（{code}），本机缺少蒙古文排字组件，印出来会是错的。请重新安装本程序后再打印。"
    ),
    IssueKind.CODE_UNKNOWN: bilingual("“{label}”的代码 {character} 不在代码表中，无法印成文字。请重新选择该项。"),
    IssueKind.TOO_MANY_PAGES: bilingual("“{label}”应为 {room} 页，现多出 {excess} 页。请精简内容后再打印。"),
    IssueKind.TOO_MANY_ROWS: bilingual(
        "“{label}”在空白表上只有 {room} 行，多出 {excess} 行。请在申报中精简，或改用能续页的表。"
    ),
}
