"""What the windows are given to work with: use cases by person, and the town's data.

`bootstrap` hands in an object of this shape; the windows know no adapter.
"""

from typing import Protocol

from counter_app.desk import Desk, Officer
from counter_app.dispatch import Dispatch
from counter_app.documents import Documents
from counter_app.intake import Intake, Terminal
from counter_app.model.reception import Reception
from counter_app.model.town import Town
from counter_app.paperwork.values import Case
from counter_app.ports import (
    CardVault,
    Clock,
    FormRendering,
    PageImaging,
    PrintQueue,
    Store,
)
from counter_app.procedures.catalogue import Catalogue
from counter_app.review import Review
from counter_app.signing import Signing


class Workplace(Protocol):
    """One counter, desk or supervisor's place."""

    @property
    def clock(self) -> Clock: ...
    @property
    def store(self) -> Store: ...
    @property
    def town(self) -> Town: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def vault(self) -> CardVault: ...
    @property
    def printer(self) -> PrintQueue: ...
    @property
    def renderer(self) -> FormRendering: ...
    @property
    def imaging(self) -> PageImaging: ...
    def intake(self, terminal: Terminal) -> Intake: ...
    def documents(self, who: str, terminal: str) -> Documents: ...
    def signing(self, terminal: str) -> Signing: ...
    def dispatch(self, terminal: Terminal) -> Dispatch: ...
    def desk(self, officer: Officer) -> Desk: ...
    def review(self, supervisor: str) -> Review: ...
    def case(self, reception: Reception) -> Case: ...
    def deliver_now(self) -> None:
        """Let the delivery look at its queue at once, in its own thread."""
        ...

    def hub_reachable(self) -> bool | None:
        """What the last round of delivery found; None before the first."""
        ...
