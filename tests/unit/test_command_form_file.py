"""The JSON data of a form: nested or dotted, each value of its kind, clear words otherwise."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.commands.form_file import read_form_file
from counter_app.failures import CounterError, FailureCode
from counter_app.model.facts import FieldValue


def read(value: object, form: str = "A1") -> dict[str, FieldValue]:
    return read_form_file(json.dumps(value).encode(), "data.json", form)


def refusal(value: object, form: str = "A1") -> str:
    with pytest.raises(CounterError) as caught:
        read(value, form)
    assert caught.value.code is FailureCode.FORM_FILE_INVALID
    return caught.value.detail


def test_nested_dotted_and_listed_data_are_the_same() -> None:
    dotted = {"member.1.name": "渡邉\U000e010f　髙志", "member.1.birth": "1991-11-05"}
    dotted |= {"member.count": 1}  # type: ignore[dict-item]
    nested = {"member": {"1": {"name": dotted["member.1.name"], "birth": "1991-11-05"}, "count": 1}}
    listed = {"member": [{"name": dotted["member.1.name"], "birth": "1991-11-05"}]}
    expected = {
        "member.1.name": "渡邉\U000e010f　髙志",
        "member.1.birth": date(1991, 11, 5),
        "member.count": 1,
    }
    assert read(dotted) == read(nested) == read(listed) == expected


def test_each_kind_of_value_is_taken() -> None:
    data = read(
        {
            "head.name": "名",
            "head.birth": "1991-11-05",
            "head.foreign": False,
            "head.sex": "male",
            "member.count": 0,
            "filer.role": ["self", "head"],
            "head.kana": None,
        }
    )
    assert data == {
        "head.name": "名",
        "head.birth": date(1991, 11, 5),
        "head.foreign": False,
        "head.sex": "male",
        "member.count": 0,
        "filer.role": ("self", "head"),
    }


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"member": [{"nmae": "x"}]}, "member.1.nmae：この項目はありません（member.N.name"),
        ({"nothing.like.it.at.all": 1}, "nothing.like.it.at.all：この項目はありません"),
        ({"head.birth": "1991/11/05"}, "head.birth：日付は 2026-04-03 の形で書きます"),
        ({"head.birth": "1991-02-30"}, "head.birth：日付は 2026-04-03 の形で書きます"),
        ({"head.birth": 19911105}, "head.birth：日付は"),
        ({"head.name": 5}, "head.name：文字"),
        ({"head.foreign": "yes"}, "head.foreign：true か false"),
        ({"member.count": -1}, "member.count：0以上の整数"),
        ({"member.count": True}, "member.count：0以上の整数"),
        ({"head.sex": "man"}, "head.sex：male・female のどれかです"),
        ({"head.sex": 1}, "head.sex：選択肢の名か"),
        ({"filer.role": [1]}, "filer.role：選択肢の名か"),
        ({"head": {"name": "a"}, "head.name": "b"}, "head.name：二度書かれています"),
        ({"head.name": [["a"]]}, "head.name：文字"),
        ([], "いちばん外側は {…} です"),
    ],
)
def test_what_is_wrong_is_said_with_the_key(value: object, says: str) -> None:
    detail = refusal(value)
    assert detail.startswith("data.json：")
    assert says in detail


@pytest.mark.parametrize(
    "content", [b"{", b"\xff\xfe{", b"", b'{"a": 1,}', b'{"a":' * 5000 + b"1" + b"}" * 5000]
)
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(CounterError) as caught:
        read_form_file(content, "data.json", "A1")
    assert caught.value.code is FailureCode.FORM_FILE_INVALID


def test_a_key_that_one_layout_declares_is_taken_for_that_form_alone() -> None:
    from forms.layout_source import read_source
    from resources.loader import data_files

    sources = [read_source(path) for path in data_files("form_layouts", ".toml")]
    form, key, kind = next(
        (str(source.table["id"]), key, str(meaning).split()[0])
        for source in sources
        if source.name[0] != "_" and isinstance(source.table.get("keys"), dict)
        for key, meaning in source.table["keys"].items()  # type: ignore[attr-defined]
        if str(meaning).split()[0] == "text"
    )
    assert kind == "text"
    assert read({key: "x"}, form) == {key: "x"}
    other = next(f for f in ("slip", "consent", "A1") if f != form)
    assert key in refusal({key: "x"}, other)


@contextmanager
def suppress_refusal() -> Iterator[None]:
    """Lets FORM_FILE_INVALID pass, and nothing else."""
    try:
        yield
    except CounterError as failure:
        if failure.code is not FailureCode.FORM_FILE_INVALID:
            raise


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["head", "member", "1", "name", "birth", "x"]), inner)
    ),
    max_leaves=8,
)


@given(_json)
def test_any_json_is_taken_or_refused_in_words(value: object) -> None:
    content = json.dumps(value).encode()
    data: dict[str, FieldValue] = {}
    with suppress_refusal():
        data = read_form_file(content, "data.json", "A1")
    assert all(isinstance(one, (str, bool, int, date, tuple)) for one in data.values())
