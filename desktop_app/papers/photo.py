"""The applicant's photo: checked, turned upright, and re-encoded so that nothing but its picture reaches the sheet."""

import io
import warnings

from PIL import Image, ImageOps

from desktop_app.core.errors import Code, Fault

#: 25 × 35 mm at 600 dpi; more would only swell the file.
_MOST = (600, 840)
_MAX_BYTES = 20 * 1024 * 1024


def prepared(untrusted: bytes) -> bytes:
    """A baseline RGB JPEG without metadata. Raises `Fault(PHOTO_UNREADABLE)`."""
    if not untrusted or len(untrusted) > _MAX_BYTES:
        raise Fault(Code.PHOTO_UNREADABLE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(untrusted), formats=("JPEG", "PNG")) as image:
                upright = ImageOps.exif_transpose(image)
                flat = _flat(upright)
                flat.thumbnail(_MOST, Image.Resampling.LANCZOS)
                out = io.BytesIO()
                flat.save(out, "JPEG", quality=92)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise Fault(Code.PHOTO_UNREADABLE) from error
    return out.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    """The picture in RGB, transparent parts white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGB", clear.size, (255, 255, 255))
        paper.paste(clear, mask=clear.getchannel("A"))
        return paper
    return image.convert("RGB")
