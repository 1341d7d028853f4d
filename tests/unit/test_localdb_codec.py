"""Values survive the way into the store and back, and their JSON is canonical."""

import json
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.model.facts import Answer, FactValue
from localdb import codec
from tests.localdb_samples import NAME, NOW, commitment, reception

fact_values: st.SearchStrategy[FactValue] = st.one_of(
    st.text(), st.booleans(), st.integers(-(2**60), 2**60), st.lists(st.text()).map(tuple)
)


@given(st.lists(st.builds(Answer, st.text(), st.text(), fact_values), max_size=6).map(tuple))
def test_an_answer_keeps_its_type_and_text(answers: tuple[Answer, ...]) -> None:
    before = reception(answers=answers)
    after = codec.RECEPTION.decode(codec.RECEPTION.encode(before))
    assert after == before
    assert [type(a.value) for a in after.answers] == [type(a.value) for a in answers]


def test_a_name_keeps_its_variation_selector_and_compatibility_ideographs() -> None:
    stored = codec.RECEPTION.encode(reception())
    household = codec.RECEPTION.decode(stored).household
    assert household is not None
    assert household.head.name.text == NAME
    assert NAME in stored


def test_json_is_canonical_with_keys_in_order_and_no_spaces() -> None:
    stored = codec.RECEPTION.encode(reception())
    again = json.dumps(
        json.loads(stored), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert stored == again


def test_an_instant_keeps_its_microseconds_and_zone() -> None:
    opened_at = codec.RECEPTION.decode(codec.RECEPTION.encode(reception())).opened_at
    assert opened_at == NOW
    assert opened_at.utcoffset() == timedelta(hours=9)


def test_a_row_written_before_a_field_existed_reads_with_the_default() -> None:
    before = reception()
    older = json.loads(codec.RECEPTION.encode(before))
    for name in ("postponed", "wishes", "language"):
        del older[name]
    assert codec.RECEPTION.decode(json.dumps(older)) == before


def test_text_that_is_no_such_value_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        codec.RECEPTION.decode('{"id":1}')


def test_a_commitment_leaves_its_acts_and_its_hold_to_their_own_rows() -> None:
    before = replace(commitment("r1"), held=True)
    text = codec.encode_commitment(before)
    assert json.loads(text)["acts"] == []
    assert codec.decode_commitment(text, acts=before.acts, held=True) == before
