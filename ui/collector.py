"""Python's cyclic garbage is collected on the GUI thread alone.

A widget that was put away often lies in a cycle (a signal connected to a lambda that knows it). The
collector runs in whatever thread allocates at the moment: in a worker's it would take the widget
apart there while the GUI thread still paints it, and the program ends.
"""

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimer

EVERY_MS = 100
"""How often it is looked whether a collection is due."""


class Collector(QObject):
    """Stands in for the automatic collector as long as the application lives."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        gc.disable()
        self._settled = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_if_due)
        self._timer.start(EVERY_MS)

    def collect_if_due(self) -> None:
        """Collect the oldest generation that is due, by the thresholds Python itself would use."""
        if not self._settled:
            # What the start has made stays: no later collection looks at it again.
            self._settled = True
            gc.collect()
            gc.freeze()
            return
        due = [n for n, limit in enumerate(gc.get_threshold()) if gc.get_count()[n] > limit]
        if due and due[0] == 0:
            last = max(n for n in due if due[: n + 1] == list(range(n + 1)))
            gc.collect(last)


def collect_on_gui_thread() -> None:
    """Install the collector for the running application, once. Call on the GUI thread."""
    application = QCoreApplication.instance()
    if application is not None and application.findChild(Collector) is None:
        Collector(application)
