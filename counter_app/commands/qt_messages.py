"""What Qt says of itself, in the same lines as the rest: JSON where JSON was asked for."""

import atexit

from counter_app import logs


def tell_qt_messages() -> None:
    """Take over Qt's own words, which it writes to standard error as they are."""
    if not logs.as_json():
        return
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    levels = {QtMsgType.QtDebugMsg: "DEBUG", QtMsgType.QtInfoMsg: "INFO"}
    levels |= {QtMsgType.QtWarningMsg: "WARNING"}

    def tell(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        logs.tell(message, level=levels.get(kind, "ERROR"))

    qInstallMessageHandler(tell)
    atexit.register(qInstallMessageHandler, None)  # Qt may speak after Python has gone
