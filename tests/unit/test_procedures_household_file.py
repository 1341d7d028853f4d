"""Household files: what they accept, and where they say a mistake is."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.town import load_town
from counter_app.procedures.catalogue import standard_catalogue
from counter_app.procedures.determination import determine
from counter_app.procedures.household_file import decode_household, read_household_file, schema
from resources.loader import data_file, data_files

H1 = data_file("examples", "h1.json")


@pytest.mark.parametrize("path", data_files("examples", ".json"), ids=lambda p: p.stem)
def test_every_example_is_valid_by_the_schema_and_reads(path: Path) -> None:
    jsonschema.validate(json.loads(path.read_text("utf-8")), schema())
    assert read_household_file(path).household.members


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    document = json.loads(H1.read_text("utf-8"))
    document["household"]["pets"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())


def test_names_keep_their_selectors_and_rare_characters() -> None:
    members = read_household_file(data_file("examples", "h2.json")).household.members
    assert members[0].name.text == "渡邉\U000e010f　髙志"
    assert members[4].name.text == "\U00020bb7\ufa11　シヅ"


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('"id": "1"', '"id": 1', "$.household.members[0].id：str でなければ"),
        ('"birth": "1998-02-10"', '"birth": "H10.2.10"', "$.household.members[0].birth：日付は"),
        ('"sex": "male"', '"sex": "m"', "m という値はありません"),
        ('"old_head"', '"old_heads"', "old_head がありません"),
        ('"moved_on": "2026-03-28"', '"moved_on": "2026-02-30"', "$.household.moved_on"),
        ('"household": {', '"household": {{', "JSON の書き方が違います"),
        ('"id": "1"', '"id": ""', "$.household.members"),
        ('"answers"', '"answer"', "$.answer：この項目はありません"),
        ('"birth": "1998-02-10"', '"birth": "2026-04-04"', "members[0].birth：2026-04-04 は、"),
        ('"kana_status"', '"kanaStatus"', "$.household.members[0].name.kanaStatus"),
    ],
)
def test_a_mistake_is_reported_with_its_place_in_japanese(good: str, bad: str, said: str) -> None:
    text = H1.read_text("utf-8")
    assert good in text
    with pytest.raises(CounterError) as refused:
        decode_household(text.replace(good, bad, 1).encode())
    assert refused.value.code is FailureCode.HOUSEHOLD_FILE_INVALID
    assert said in refused.value.detail


def test_a_file_cut_short_or_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CounterError, match="途中で終わっています"):
        decode_household(H1.read_bytes()[:200])
    with pytest.raises(CounterError, match="入れ子が深すぎます"):
        decode_household(b'{"household":' * 5000 + b"1" + b"}" * 5000)
    with pytest.raises(CounterError) as refused:
        read_household_file(tmp_path / "none.json")
    assert refused.value.code is FailureCode.HOUSEHOLD_FILE_INVALID


def test_two_people_with_one_id_are_refused() -> None:
    document = json.loads(data_file("examples", "h2.json").read_text("utf-8"))
    document["household"]["members"][1]["id"] = "1"
    with pytest.raises(CounterError, match="重なっています"):
        decode_household(json.dumps(document).encode())


def test_a_second_head_and_a_second_answer_are_refused_with_their_place() -> None:
    document = json.loads(data_file("examples", "h2.json").read_text("utf-8"))
    document["answers"].append(document["answers"][0])
    at = f"$.answers[{len(document['answers']) - 1}]："
    with pytest.raises(CounterError, match=re.escape(at)):
        decode_household(json.dumps(document).encode())
    document["household"]["members"][1]["relation"] = "世帯主"
    with pytest.raises(CounterError, match=r"members\[1\]\.relation：世帯主が二人"):
        decode_household(json.dumps(document).encode())


def test_nobody_at_all_is_refused() -> None:
    document = json.loads(H1.read_text("utf-8"))
    document["household"]["members"] = []
    with pytest.raises(CounterError, match="一人もいません"):
        decode_household(json.dumps(document).encode())


@pytest.mark.parametrize(
    "answer",
    [
        {"fact": "no_such_fact", "member": "", "value": True},
        {"fact": "elderly", "member": "1", "value": True},  # derived: not for anybody to say
        {"fact": "work", "member": "", "value": "none"},
        {"fact": "work", "member": "9", "value": "none"},
        {"fact": "dog", "member": "1", "value": "none"},
        {"fact": "dog", "member": "", "value": "cat"},
        {"fact": "protected", "member": "", "value": "yes"},
        {"fact": "wishes", "member": "", "value": ["a boat"]},
        {"fact": "claimant", "member": "", "value": "7"},
        {"fact": "facility_start", "member": "1", "value": "tomorrow"},
    ],
)
def test_an_answer_that_no_fact_allows_is_refused(answer: dict[str, object]) -> None:
    document = json.loads(H1.read_text("utf-8"))
    asked = (answer["fact"], answer["member"])
    others = [a for a in document["answers"] if (a["fact"], a["member"]) != asked]
    document["answers"] = [*others, answer]
    file = decode_household(json.dumps(document).encode())
    assert file.filed_on is not None
    with pytest.raises(CounterError) as refused:
        determine(
            standard_catalogue(),
            file.household,
            file.answers,
            filed_on=file.filed_on,
            town=load_town(),
        )
    assert refused.value.code is FailureCode.ANSWER_NOT_UNDERSTOOD
