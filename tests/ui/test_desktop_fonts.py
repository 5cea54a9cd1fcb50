"""Lists and menus have the window's letters also where a desktop has fonts of its own for them, as KDE and Windows."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.screen_reader import screen

ROOT = Path(__file__).resolve().parents[2]
_KDE = "[General]\nfont=DejaVu Sans,7,-1,5,50,0,0,0,0,0\nmenuFont=DejaVu Serif,7,-1,5,50,0,0,0,0,0\n"
#: Says the font of a menu before the window is dressed, and what widgets have then, at 100 and at 150 %.
_WINDOW = """
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QListWidget, QMenu, QMenuBar, QTableWidget
from desktop_app.ui import theme
application = QApplication([*theme.STYLE])
print(QApplication.font("QMenu").pointSize())
for zoom in (100, 150):
    theme.apply(application, zoom)
    made = [kind() for kind in (QComboBox, QLabel, QListWidget, QMenu, QMenuBar, QTableWidget)]
    for one in made:
        one.ensurePolished()
    print(*{one.font().pixelSize() for one in made}, len({one.font().family() for one in made}))
"""


@pytest.mark.skipif(sys.platform == "win32" or shutil.which("Xvfb") is None, reason="not installed: Xvfb")
def test_what_the_desktop_says_of_lists_and_menus_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "kdeglobals").write_text(_KDE, encoding="utf-8")
    desktop = {"XDG_CURRENT_DESKTOP": "KDE", "KDE_SESSION_VERSION": "5", "KDE_FULL_SESSION": "true"}
    own = {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    with screen(tmp_path) as display:
        shown = os.environ | desktop | own | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}
        done = subprocess.run([sys.executable, "-c", _WINDOW], cwd=ROOT, env=shown, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["7", "15 1", "22 1"], done.stderr
