"""What of a blank keeps a paper from being PDF/A-1b, in words: an archive should hear it before it takes the file."""

from enum import Enum

from desktop_app.domain.findings import Words, bilingual


class ArchiveFault(Enum):
    """The value is how a read blank notes it."""

    FONT_MISSING = "FontMissing"
    FONT_FORM = "FontForm"
    TRANSPARENCY = "Transparency"
    COLOUR = "Colour"
    PICTURE = "Picture"
    OTHER = "Other"

    def words(self) -> Words:
        return _WORDS[self]


_WORDS = {
    ArchiveFault.FONT_MISSING: bilingual("空白表的字体没有嵌入"),
    ArchiveFault.FONT_FORM: bilingual("空白表嵌入的字体不合归档格式"),
    ArchiveFault.TRANSPARENCY: bilingual("空白表用了透明效果"),
    ArchiveFault.COLOUR: bilingual("空白表用了印刷四色"),
    ArchiveFault.PICTURE: bilingual("空白表的图片是 JPEG 2000"),
    ArchiveFault.OTHER: bilingual("空白表含归档格式不许的内容"),
}
