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
        return _WORDS[self]


_WORDS = {
    ArchiveFault.FONT_MISSING: Words(zh=("空白表的字体没有嵌入"), en=("a font of the blank is not embedded")),
    ArchiveFault.FONT_FORM: Words(
        zh=("空白表嵌入的字体不合归档格式"), en=("a font of the blank is not embedded as the archive asks")
    ),
    ArchiveFault.TRANSPARENCY: Words(zh=("空白表用了透明效果"), en=("the blank has transparent parts")),
    ArchiveFault.COLOUR: Words(zh=("空白表用了印刷四色"), en=("the blank has printing colours (CMYK)")),
    ArchiveFault.PICTURE: Words(zh=("空白表的图片是 JPEG 2000"), en=("a picture of the blank is JPEG 2000")),
    ArchiveFault.OTHER: Words(
        zh=("空白表含归档格式不许的内容"), en=("the blank holds what the archive format forbids")
    ),
}
