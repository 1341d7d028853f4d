"""The task at hand as its panel shows it, with what is worked out for it meanwhile."""

from collections.abc import Callable
from datetime import timedelta

from counter_app.desk import Desk, DeskTask
from counter_app.model.commitment import Commitment, Decision
from counter_app.paperwork.notices import notice_form
from ui.background import Background, Failure, Task
from ui.desk import words
from ui.desk.notice_pages import NO_NOTICE, decision_of
from ui.desk.prepared import Prepared, to_decide, told
from ui.desk.views import Panel, TaskView
from ui.workplace import Workplace

DECIDED_WITHIN = timedelta(days=14)
"""Suggested time from promise to decision; the officer writes the day that holds."""

_Version = tuple[str, int]


class TaskShown:
    """One task is open at a time; opening it is recorded once."""

    def __init__(
        self,
        place: Workplace,
        desk: Desk,
        background: Background,
        changed: Callable[[], None],
        failed: Callable[[Failure], None],
    ) -> None:
        self._place, self._desk, self._background = place, desk, background
        self._changed, self._failed = changed, failed
        self.returning = False  # the officer is about to send it back
        self._opened = ""
        self._revealed: tuple[str, ...] = ()  # names of the task at hand, once looked at
        self._prepared: dict[_Version, Prepared] = {}
        self._preparing: set[_Version] = set()

    def view(self, task: DeskTask | None) -> TaskView | None:
        """The panel of the task; a task shown for the first time is opened, which is recorded.

        Raises what the record raises; nothing is shown then.
        """
        if task is None:
            return None
        commitment = task.commitment
        if self._opened != commitment.id:
            self.returning = False
            self._revealed = ()
            self._desk.open(commitment.id)
            self._opened = commitment.id
        panel = words.panel_of(task, returning=self.returning)
        ready = None
        if panel in (Panel.DECIDE, Panel.TOLD):
            ready = self.prepared(commitment)
            if ready is None:
                self._prepare(task, panel)
        return words.task_view(
            task,
            panel,
            expected=self._place.town.office.open_day_from(
                self._place.clock().date() + DECIDED_WITHIN
            ),
            reference=self._desk.next_reference() if panel is Panel.DECIDE else "",
            ready=ready,
            form=self._form(commitment, panel),
            state=words.notice_state(
                issued=ready is not None and ready.issued is not None,
                printed=ready is not None and ready.printed,
            ),
            revealed=self._revealed,
        )

    def primary(self, task: DeskTask, view: TaskView) -> tuple[str, str]:
        """Words of the primary button, and why it has to wait, "" when it need not."""
        ready = self.prepared(task.commitment)
        notice = None
        if view.notice is not None and ready is not None:
            notice = words.notice_state(issued=ready.issued is not None, printed=ready.printed)
        form = self._form(task.commitment, view.panel)
        waits = view.panel is Panel.DECIDE and ready is None
        said = words.primary(view.panel, notice=notice, form=form)
        return said, "計算しています" if waits else ""

    def reveal(self, commitment_id: str) -> None:
        """The names of a protected reception; the look is recorded before they are shown."""
        self._revealed = self._desk.reveal(commitment_id)

    def hide(self) -> None:
        """The officer turns elsewhere: names are hidden again."""
        self._revealed = ()

    def _form(self, commitment: Commitment, panel: Panel) -> str:
        decided = decision_of(commitment)
        granted = decided is None or panel is Panel.DECIDE
        return notice_form(
            self._place.catalogue.procedure(commitment.procedure_id),
            Decision.GRANTED if granted or decided is None else decided.decision,
        )

    # --- amounts and notices ------------------------------------------------------------------

    def prepared(self, commitment: Commitment) -> Prepared | None:
        """Amount and notice of a task as it stands now, once they are there."""
        return self._prepared.get(_version(commitment))

    def forget(self, commitment: Commitment) -> None:
        """Its notice changed: it is worked out anew when the task is shown next."""
        self._prepared.pop(_version(commitment), None)

    def _prepare(self, task: DeskTask, panel: Panel) -> None:
        """Work out the amount and draw the notice, once for each state of a task."""
        commitment, protected = task.commitment, task.protected
        version = _version(commitment)
        if version in self._preparing:
            return
        self._preparing.add(version)
        place, reference = self._place, self._desk.next_reference()

        def work(_: Task[Prepared]) -> Prepared:
            if panel is Panel.TOLD:
                return told(place, commitment, protected=protected)
            return to_decide(place, commitment, reference, protected=protected)

        def done(prepared: Prepared) -> None:
            self._preparing.discard(version)
            self._prepared[version] = prepared
            self._changed()

        def failed(failure: Failure) -> None:
            self._preparing.discard(version)
            self._prepared[version] = Prepared(None, NO_NOTICE)
            self._failed(failure)

        self._background.run(work, done, failed)


def _version(commitment: Commitment) -> _Version:
    """A task as it stands: every act makes another."""
    return commitment.id, len(commitment.acts)
