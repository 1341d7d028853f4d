"""The act of signing and the evidence of it."""

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.document import (
    Evidence,
    PenPoint,
    ShownPage,
    SignatureAct,
    Stroke,
    Verification,
    document_digest,
)

JST = timezone(timedelta(hours=9))
SIGNED_AT = datetime(2026, 4, 3, 10, 42, 5, tzinfo=JST)
NAME = "渡邉\U000e010f\u3000髙志"
FIRST, SECOND, THIRD = (document_digest(name) for name in (b"first", b"second", b"third"))
STROKE = Stroke((PenPoint(100, 200, 0, 0.25, 10.5, -3.0), PenPoint(180, 260, 8, 0.5)))


def shown(sheet: str, page: int, digest: str) -> ShownPage:
    return ShownPage(sheet, page, digest, document_digest(f"{sheet}/{page}".encode()))


PAGES = (
    shown("8F3KQ7T2-01-1", 1, FIRST),
    shown("8F3KQ7T2-01-2", 2, FIRST),
    shown("8F3KQ7T2-02-1", 1, SECOND),
    shown("8F3KQ7T2-03-1", 1, THIRD),
)


def act(strokes: tuple[Stroke, ...] = (STROKE,), at: datetime = SIGNED_AT) -> SignatureAct:
    return SignatureAct.over(
        PAGES, strokes, id="a1", reference="8F3KQ7T2", signer_name=NAME, signed_at=at
    )


def evidence() -> Evidence:
    whole = act()
    return Evidence(
        sheet="8F3KQ7T2-02-1",
        digest=SECOND,
        length=4711,
        sealed_at=SIGNED_AT,
        act=whole.seen_from(SECOND),
        proof=whole.proof_for(SECOND),
    )


def test_one_act_covers_every_document_once_in_reading_order() -> None:
    assert act().documents == (FIRST, SECOND, THIRD)
    for digest in act().documents:
        assert act().proof_for(digest).proves(digest, act().merkle_root)


def test_there_is_no_proof_for_a_document_the_act_does_not_cover() -> None:
    with pytest.raises(ValueError, match="not in"):
        act().proof_for(document_digest(b"another"))


def test_a_sheet_shows_its_receiver_nothing_of_the_other_sheets() -> None:
    seen = act().seen_from(SECOND)
    assert [page.sheet for page in seen.pages] == ["8F3KQ7T2-02-1"]
    assert seen.merkle_root == act().merkle_root
    written = evidence().to_json().decode("utf-8")
    assert "8F3KQ7T2-01" not in written
    assert FIRST not in written


@pytest.mark.parametrize(
    "strokes", [(), (Stroke(()),), (Stroke((PenPoint(1, 1, 0),)), Stroke((PenPoint(9, 9, 50),)))]
)
def test_a_signature_without_a_line_is_no_signature(strokes: tuple[Stroke, ...]) -> None:
    with pytest.raises(CounterError) as caught:
        act(strokes)
    assert caught.value.code is FailureCode.SIGNATURE_EMPTY


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        act(at=SIGNED_AT.replace(tzinfo=None))


def test_evidence_is_canonical_json_and_reads_back_equal() -> None:
    data = evidence().to_json()
    assert Evidence.from_json(data) == evidence()
    plain = json.loads(data)
    again = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert again.encode("utf-8") == data
    assert plain["act"]["signer_name"] == NAME


def test_the_name_of_the_signer_keeps_its_selector() -> None:
    read = Evidence.from_json(evidence().to_json())
    assert read.act is not None
    assert [hex(ord(c)) for c in read.act.signer_name[:3]] == ["0x6e21", "0x9089", "0xe010f"]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + b" ",
        lambda data: b" " + data,
        lambda data: data.replace(b'"length":4711', b'"length": 4711'),
        lambda data: data.replace(b'"length":4711', b'"length":"4711"'),
        lambda data: data.replace(b'"version":2', b'"version":1'),
        lambda data: data.replace(b'"version":2', b'"version":3'),
        lambda data: data.replace(b'"version":2', b'"version":0'),
        lambda data: data.replace(b'"hand":"self"', b'"hand":"somebody"'),
        lambda data: data.replace(b'{"act"', b'{"Act":1,"act"'),
        lambda data: data[:-1],
        lambda _: b"",
        lambda _: b"[]",
        lambda _: b"null",
        lambda _: b"[" * 100_000,
        lambda data: data.replace("髙".encode(), b"\xff"),
    ],
)
def test_evidence_in_any_other_form_is_refused(change: object) -> None:
    assert callable(change)
    with pytest.raises(ValueError, match="evidence"):
        Evidence.from_json(change(evidence().to_json()))


def test_an_intact_file_passes_and_another_raises_its_first_problem() -> None:
    Verification(intact=True).require_intact()
    broken = replace(Verification(intact=True), intact=False, problems=("一つめ", "二つめ"))
    with pytest.raises(CounterError) as caught:
        broken.require_intact()
    assert (caught.value.code, caught.value.detail) == (FailureCode.SEAL_NOT_INTACT, "一つめ")
