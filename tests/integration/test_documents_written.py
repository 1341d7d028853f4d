"""What a stored document says and where it stands: drawn again, and only while it is current."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.paperwork.sheets import needed_sheets
from tests.desk_kit import CLERK, Office, office
from tests.paperwork_kit import a_case


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Office]:
    with office(tmp_path) as made:
        yield made


def test_fields_are_told_of_the_very_page_that_is_stored_and_of_no_other(counter: Office) -> None:
    reception = a_case("h2").reception
    with counter.store.unit() as unit:
        unit.add_reception(reception)
    every = needed_sheets(counter.case(reception), counter.renderer.forms())
    sheets = tuple(sheet for sheet in every if sheet.form_id in ("A1", "C1"))
    documents = counter.documents(CLERK, "窓口2")
    stored = documents.prepare(reception, sheets)
    said = documents.written(reception, sheets, stored)
    assert set(said) == {document.id for document in stored}
    for document, sheet in zip(stored, sheets, strict=True):
        there = said[document.id]
        assert there.values is sheet.data
        assert {box.key for box in there.fields} <= set(sheet.data) | {"form.printed_on"}
        assert {box.page for box in there.fields} <= set(range(1, document.pages + 1))
        assert there.blanks
    claim = next(sheet for sheet in sheets if sheet.form_id == "C1")
    changed = replace(claim, data={**claim.data, "claimant.phone": "090-9999-9999"})
    again = documents.written(reception, (changed,), stored)
    assert again == {}
