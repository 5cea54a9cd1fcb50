"""Makes the program's icon for Windows, whose desktop shows no SVG: one file with each size that it asks for.

Usage: python icon.py OUT.ico
"""

import sys
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QColorConstants, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).resolve().parents[2]
DRAWING = ROOT / "resources" / "icons" / "fengjuan.svg"
#: Dots across: title bar and lists at 100 to 200 %, desktop, large views.
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def drawn(size: int) -> Image.Image:
    """The drawing in so many dots, drawn at that size and not made smaller from a larger one."""
    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(QColorConstants.Transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    return Image.frombytes("RGBA", (size, size), bytes(image.constBits()), "raw", "RGBA", image.bytesPerLine())


def make(out: Path) -> None:
    """Write the icon to `out`, and the folders above it."""
    largest, *others = (drawn(size) for size in reversed(SIZES))
    out.parent.mkdir(parents=True, exist_ok=True)
    largest.save(out, format="ICO", sizes=[(size, size) for size in SIZES], append_images=others)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
