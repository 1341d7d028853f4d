"""Whose hand wrote: what must be said before another writes, and how old evidence still reads."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from counter_app.commands.verify import result_lines
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
from counter_app.model.town import load_town
from counter_app.model.writing import OWN_HAND, Hand, Inability, Writing
from localdb import codec

NAME = "𠮷﨑\u3000シヅ"
SIGNED_AT = datetime(2026, 4, 3, 10, 50, tzinfo=timezone(timedelta(hours=9)))
DIGEST = document_digest(b"second")
PAGES = (ShownPage("8F3KQ7T2-02-1", 1, DIGEST, document_digest(b"8F3KQ7T2-02-1/1")),)
STROKES = (Stroke((PenPoint(100, 200, 0, 0.25, 10.5, -3.0), PenPoint(180, 260, 8, 0.5))),)
CLERK = Writing(Hand.BY_CLERK, "佐伯", "", Inability.HANDS, "", "大塚", True)
DAUGHTER = Writing(Hand.BY_ATTENDANT, "渡邉\U000e010f\u3000美咲", "長女", Inability.SIGHT)

VERSION_1 = (
    '{"act":{"id":"a1","merkle_root":'
    '"e84565fb69fe4b39a51cd524afe2a892dbfb512b6931764bf485e921c08da909","pages":[{'
    '"document_digest":"16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4",'
    '"page":1,"sheet":"8F3KQ7T2-02-1","shown_digest":'
    '"3b66467a693fb0819defafb39cef56dcfd5436b996cb295e15abb56b305fd8cc"}],"reference":'
    '"8F3KQ7T2","signed_at":"2026-04-03T10:42:05+09:00","signer_name":"渡邉\U000e010f\u3000髙志",'
    '"strokes":[{"points":[{"pressure":0.25,"t":0,"tilt_x":10.5,"tilt_y":-3.0,"x":100,"y":200},'
    '{"pressure":0.5,"t":8,"tilt_x":0.0,"tilt_y":0.0,"x":180,"y":260}]}]},"digest":'
    '"16367aacb67a4a017c8da8ab95682ccb390863780f7114dda0a0e0c55644c7c4","length":4711,"proof":'
    '{"index":1,"path":["0144646e0f5c018a10dcc726fa79c11eca9f12e18cf8b3b58e9985fb368041ce",'
    '"c4bd675dc822da05a058d46dc6ba7e589bacdc5d305d6890ab30aa63ad13efcf"],"size":3},"sealed_at":'
    '"2026-04-03T10:42:05+09:00","sheet":"8F3KQ7T2-02-1","version":1}'
)
"""Evidence as a counter wrote it before it knew of another hand, byte by byte."""


def act(writing: Writing = OWN_HAND) -> SignatureAct:
    return SignatureAct.over(
        PAGES,
        STROKES,
        id="a1",
        reference="8F3KQ7T2",
        signer_name=NAME,
        signed_at=SIGNED_AT,
        writing=writing,
    )


def evidence(writing: Writing, version: int = 2) -> Evidence:
    made = act(writing)
    return Evidence("8F3KQ7T2-02-1", DIGEST, 4711, SIGNED_AT, made, made.proof_for(DIGEST), version)


# --- what must be said ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("writing", "lacking"),
    [
        (OWN_HAND, ""),
        (CLERK, ""),
        (DAUGHTER, ""),
        (replace(CLERK, witness=""), "立ち会う別の職員"),
        (replace(CLERK, witness="佐 伯"), "立ち会う別の職員"),
        (replace(CLERK, reason=None), "書けない理由"),
        (replace(CLERK, reason=Inability.OTHER), "理由の内容"),
        (replace(CLERK, reason=Inability.OTHER, note="右手を骨折"), ""),
        (replace(DAUGHTER, relation="\u3000"), "本人との関係"),
        (replace(DAUGHTER, written_by=" ", reason=None), "書けない理由・書く人の氏名"),
    ],
)
def test_another_hand_needs_a_reason_a_name_and_someone_who_saw_it(
    writing: Writing, lacking: str
) -> None:
    assert "・".join(writing.missing(witness=True)) == lacking
    if not lacking:
        writing.require_whole(witness=True)
        return
    with pytest.raises(CounterError) as caught:
        writing.require_whole(witness=True)
    assert (caught.value.code, caught.value.detail) == (
        FailureCode.SIGNING_FOR_INCOMPLETE,
        lacking,
    )


def test_a_town_may_let_a_clerk_write_without_a_second_officer() -> None:
    assert replace(CLERK, witness="").missing(witness=False) == ()
    assert load_town().witness_for_clerk_writing


# --- how it is told ---------------------------------------------------------------------------


def test_the_sentence_names_the_writer_the_signer_and_why() -> None:
    assert CLERK.sentence(NAME) == (
        "佐伯（職員）が 𠮷﨑 シヅ のために記名（手が不自由、立会い 大塚）"
    )
    assert DAUGHTER.sentence(NAME).startswith("渡邉\U000e010f 美咲（長女）が 𠮷﨑 シヅ のために")


def test_other_reasons_are_told_in_the_words_that_were_typed() -> None:
    broken = replace(CLERK, reason=Inability.OTHER, note="右手を骨折")
    assert broken.grounds == "右手を骨折、立会い 大塚"


def test_the_record_names_no_one_of_the_resident_s_company_and_no_free_words() -> None:
    told = replace(DAUGHTER, reason=Inability.OTHER, note="右手を骨折").record
    assert told == "付き添いの人（長女）が代筆、その他"
    assert CLERK.record == "佐伯（職員）が代筆、手が不自由、立会い 大塚"
    assert OWN_HAND.record == ""


@pytest.mark.parametrize("writing", [OWN_HAND, CLERK, DAUGHTER])
def test_verifying_a_file_says_who_wrote_and_nothing_when_the_signer_did(writing: Writing) -> None:
    found = Verification(intact=True, signer=NAME, signed_at=SIGNED_AT, writing=writing)
    told = [line for line in result_lines(found) if line.startswith("代筆")]
    assert told == ([f"代筆：{writing.sentence(NAME)}"] if writing.by_other else [])


# --- evidence of two versions -----------------------------------------------------------------


@pytest.mark.parametrize("writing", [OWN_HAND, CLERK, DAUGHTER])
def test_evidence_says_whose_hand_it_was_and_reads_back_equal(writing: Writing) -> None:
    data = evidence(writing).to_json()
    assert f'"hand":"{writing.hand.value}"'.encode() in data
    assert b'"version":2' in data
    assert Evidence.from_json(data) == evidence(writing)


def test_evidence_of_the_first_version_still_reads_as_the_signer_s_own_hand() -> None:
    data = VERSION_1.encode()
    read = Evidence.from_json(data)
    assert read.version == 1
    assert read.act is not None
    assert read.act.writing == OWN_HAND
    assert read.to_json() == data


def test_the_first_version_cannot_be_made_to_say_that_another_wrote() -> None:
    with pytest.raises(ValueError, match="version 1"):
        evidence(CLERK, version=1).to_json()
    slipped_in = evidence(CLERK).to_json().replace(b'"version":2', b'"version":1')
    with pytest.raises(ValueError, match=r"version 1|evidence"):
        Evidence.from_json(slipped_in)


def test_the_second_version_must_say_whose_hand_it_was() -> None:
    silent = VERSION_1.replace('"version":1', '"version":2').encode()
    with pytest.raises(ValueError, match="evidence"):
        Evidence.from_json(silent)


def test_a_stored_act_from_before_reads_as_the_signer_s_own_hand() -> None:
    text = codec.SIGNATURE.encode(act())
    before = text[: text.index(',"writing"')] + "}"
    assert "writing" not in before
    assert codec.SIGNATURE.decode(before) == act()
    assert codec.SIGNATURE.decode(codec.SIGNATURE.encode(act(DAUGHTER))) == act(DAUGHTER)
