"""What of a blank keeps a paper from being PDF/A-1b, in words: an archive should hear it before it takes the file."""

from enum import Enum

from desktop_app.domain.findings import Words


class ArchiveFault(Enum):
    """The value is how a read blank notes it."""

    FONT_MISSING = "FontMissing"
    FONT_FORM = "FontForm"
    TRANSPARENCY = "Transparency"
    COLOUR = "Colour"
    PICTURE = "Picture"
    OTHER = "Other"

    def words(self) -> Words:
        zh, en = _WORDS[self]
        return Words(zh=zh, en=en)


_WORDS = {
    ArchiveFault.FONT_MISSING: ("空白表的字体没有嵌入", "a font of the blank is not embedded"),
    ArchiveFault.FONT_FORM: ("空白表嵌入的字体不合归档格式", "a font of the blank is not embedded as the archive asks"),
    ArchiveFault.TRANSPARENCY: ("空白表用了透明效果", "the blank has transparent parts"),
    ArchiveFault.COLOUR: ("空白表用了印刷四色", "the blank has printing colours (CMYK)"),
    ArchiveFault.PICTURE: ("空白表的图片是 JPEG 2000", "a picture of the blank is JPEG 2000"),
    ArchiveFault.OTHER: ("空白表含归档格式不许的内容", "the blank holds what the archive format forbids"),
}
