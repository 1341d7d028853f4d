"""Render every screen and state with the story's household, at every size and language."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.commands.arguments import describe, folder
from counter_app.commands.files import write_output
from counter_app.commands.qt_messages import tell_qt_messages

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from counter_app.ports import PageImage

STAFF_SIZES = ((1440, 900, 100), (1280, 800, 100), (1440, 900, 200))
"""Width, height and text size in percent."""

TABLET_LANGUAGES = (("ja", 1.0), ("ja-x-easy", 1.5), ("en", 1.0), ("vi", 1.0), ("zh-Hans", 1.0))


def add(parser: argparse.ArgumentParser) -> None:
    describe(
        parser,
        "すべての画面と状態を、見本の世帯で PNG に描きます。画面のない端末でも動きます。",
        "screens --out 画面",
        "screens --out 画面 --only 05",
    )
    parser.add_argument(
        "--out", type=folder, required=True, metavar="FOLDER", help="PNG を置くフォルダ"
    )
    parser.add_argument("--only", default="", metavar="NAME", help="名前にこれを含む画面だけ")


def run(basedir: Path, arguments: argparse.Namespace) -> int:
    """Write one PNG a screen, state and size; the names begin with those of the designs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from counter_app.commands.scene_pages import scene_pages
    from ui import theme

    tell_qt_messages()
    application = QApplication.instance() or QApplication(["counter-app"])
    assert isinstance(application, QApplication)
    theme.install(application)
    out: Path = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    count = 0
    pages = scene_pages()
    for name, make in _windows(pages).items():
        if arguments.only not in name:
            continue
        for width, height, percent in STAFF_SIZES:
            theme.set_text_scale(percent)
            usual = percent == 100 and width == STAFF_SIZES[0][0]
            suffix = "" if usual else f"-{percent if percent > 100 else width}"
            _picture(make, width, height, out / f"{name}{suffix}.png")
            count += 1
    theme.set_text_scale(100)
    count += _tablet(out, arguments.only, pages)
    sys.stdout.write(f"{count} 枚を {out} に描きました\n")
    return 0


def _windows(pages: "dict[str, PageImage]") -> "dict[str, Callable[[], QWidget]]":
    from ui.desk.scenes import desk_scenes
    from ui.review.scenes import review_scenes
    from ui.staff.scenes import SCENES as STAFF
    from ui.staff.scenes import card_board
    from ui.staff.work_scenes import work_scenes

    scenes = {**STAFF, **work_scenes(pages)}
    windows: dict[str, Callable[[], QWidget]] = {
        name: scene.window for name, scene in scenes.items()
    }
    windows["02b-card-states"] = card_board
    windows.update(review_scenes(pages))
    windows.update(desk_scenes(pages))
    return dict(sorted(windows.items()))


def _picture(make: "Callable[[], QWidget]", width: int, height: int, path: Path) -> None:
    from PySide6.QtWidgets import QApplication

    window = make()
    window.resize(width, height)
    window.show()
    window.activateWindow()
    for _ in range(4):
        QApplication.processEvents()
    _save(window, path)
    allow = getattr(window, "allow_close", None)
    if allow is not None:
        allow()
    window.close()
    _free(window)


def _free(window: "QWidget") -> None:
    """What is put away is freed only by a running loop, and there is none here."""
    from PySide6.QtCore import QCoreApplication, QEvent

    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _save(window: "QWidget", path: Path) -> None:
    """Write a picture of a window. Raises OUTPUT_FILE_UNWRITABLE."""
    from PySide6.QtCore import QBuffer, QIODevice

    picture = QBuffer()
    picture.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(picture, "PNG")
    write_output(path, bytes(picture.data().data()))


def _tablet(out: Path, only: str, pages: "dict[str, PageImage]") -> int:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from ui.tablet.look import TextSize
    from ui.tablet.samples import scenes
    from ui.tablet.window import TabletWindow

    sheet = QImage.fromData(pages["move-in"].png)
    sizes = {1.0: TextSize.NORMAL, 1.5: TextSize.LARGE}
    count = 0
    for tag, factor in TABLET_LANGUAGES:
        for name, make in scenes(sheet).items():
            if only not in name:
                continue
            window = TabletWindow("Y町")
            window.resize(1280, 800)
            window.show()
            window.set_language(tag)
            window.set_text_size(sizes[factor])
            window.show_page(make)
            for _ in range(4):
                QApplication.processEvents()
            _save(window, out / f"{name}-{tag}.png")
            window.close()
            _free(window)
            count += 1
    return count
