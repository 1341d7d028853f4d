"""The one application of a test process, in the product's look."""

from PySide6.QtWidgets import QApplication

from ui import theme


def running() -> QApplication:
    """The application, dressed, with text at 100 %."""
    found = QApplication.instance() or QApplication(["tests"])
    assert isinstance(found, QApplication)
    theme.install(found)
    theme.set_text_scale(100)
    return found
