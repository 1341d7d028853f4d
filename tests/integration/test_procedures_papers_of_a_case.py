"""A paper of a stored reception goes from asked to received, and a restart forgets none of it."""

from pathlib import Path
from typing import cast

import pytest

from counter_app.intake import Intake, Terminal
from counter_app.model.attachment import AttachmentState
from counter_app.model.people import Source
from counter_app.model.reception import Reception
from counter_app.model.town import load_town
from counter_app.ports import CodeIssuing, JukiNet
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import Determination, determine
from counter_app.procedures.procedure import AttachmentRule
from localdb.store import SqlStore
from tests.localdb_samples import NOW, opened, reception
from tests.paperwork_kit import example

ASKED, RECEIVED = AttachmentState.ASKED, AttachmentState.RECEIVED
ON_PAPER = AttachmentState.ON_PAPER
CATALOGUE = standard_catalogue()


def intake_of(store: SqlStore) -> Intake:
    """No network is asked here: what it answers is what the clerk records."""
    nobody = (cast(JukiNet, None), cast(CodeIssuing, None))
    return Intake(store, lambda: NOW, *nobody, Terminal("佐伯", "窓口2"))


def begun(store: SqlStore) -> Reception:
    given = example("h2")
    made = reception(household=given.household, answers=given.answers, filed_on=given.filed_on)
    with store.unit() as unit:
        unit.add_reception(made)
    return made


def paper(procedure: str) -> AttachmentRule:
    return CATALOGUE.procedure(procedure).attachments[0]


def determined(kept: Reception, procedure: str) -> Determination:
    household = kept.household
    assert household is not None
    found = determine(CATALOGUE, household, kept.answers, filed_on=kept.filed_on, town=load_town())
    return next(d for d in found if d.procedure.id == procedure)


def state(kept: Reception, procedure: str) -> AttachmentState:
    return determined(kept, procedure).attachments[0].state


def test_the_answer_to_an_inquiry_is_kept_over_a_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        kept = begun(store)
        assert state(kept, "B16") is ASKED
        intake_of(store).record_attachment(kept, paper("B16"), RECEIVED, Source.JUKI)
    with opened(tmp_path) as again:
        with again.view() as unit:
            kept = unit.reception(kept.id)
            deeds = [(e.what, e.fields) for e in unit.audit_entries(case=kept.id)]
        assert state(kept, "B16") is RECEIVED
        assert determined(kept, "B16").brief == "取得済"
        assert deeds == [("attachment.received", ("B16/受給資格証明書",))]


def test_an_inquiry_that_brings_nothing_becomes_paper_and_the_paper_is_taken_in(
    tmp_path: Path,
) -> None:
    with opened(tmp_path) as store:
        intake = intake_of(store)
        kept = intake.record_attachment(begun(store), paper("B16"), ON_PAPER, Source.JUKI)
        assert state(kept, "B16") is ON_PAPER
        kept = intake.record_attachment(kept, paper("B16"), RECEIVED, Source.PAPER)
        assert state(kept, "B16") is RECEIVED
        assert state(kept, "C4") is ASKED  # the other inquiry still waits
        with pytest.raises(ValueError, match="received → on_paper"):
            intake.record_attachment(kept, paper("B16"), ON_PAPER, Source.PAPER)
        with store.view() as unit:
            assert unit.reception(kept.id) == kept


def test_a_paper_that_is_reopened_is_stored_with_its_own_line_of_the_log(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        intake = intake_of(store)
        first = begun(store)
        assert intake.reopen_attachment(first, paper("B16")) is first  # nothing to take back
        kept = intake.record_attachment(
            first, paper("B16"), AttachmentState.HANDED_IN, Source.PAPER
        )
        kept = intake.reopen_attachment(kept, paper("B16"))
        assert state(kept, "B16") is ASKED
        with store.view() as unit:
            deeds = [e.what for e in unit.audit_entries(case=kept.id)]
        assert deeds == ["attachment.handed_in", "attachment.reopened"]
