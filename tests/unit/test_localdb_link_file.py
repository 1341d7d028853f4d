"""A link file is read line by line; bad lines are named by number and reason, never quoted."""

from pathlib import Path

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.model.numbers import IndividualNumber, individual_number_check_digit
from localdb.link_file import BadLine, LineFault, LinkFile, LinkLine

KEY = bytes(range(32))


def number(serial: int) -> bytes:
    """A made-up number with its check digit."""
    eleven = b"%011d" % serial
    return eleven + b"%d" % individual_number_check_digit(eleven)


def index(digits: bytes) -> bytes:
    return IndividualNumber(bytearray(digits)).blind_index(KEY)


def read(tmp_path: Path, content: bytes) -> list[LinkLine | BadLine]:
    path = tmp_path / "links.csv"
    path.write_bytes(content)
    return list(LinkFile(path, KEY))


HEADING = "個人番号,リンクコード\n"
FIRST, SECOND = number(12345678901), number(22345678901)


@pytest.mark.parametrize(
    "heading", [b"", HEADING.encode(), HEADING.encode("utf-8-sig"), HEADING.encode("cp932")]
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("form", [b"%b,%b", b'"%b","%b"', b" %b , %b "])
def test_lines_are_read_in_every_encoding_line_end_and_quoting(
    tmp_path: Path, heading: bytes, end: bytes, form: bytes
) -> None:
    content = heading.replace(b"\n", end) + form % (FIRST, b"YK4M-7R20") + end
    content += end + form % (SECOND, b"yk4m7r21")  # an empty line, and none at the end of the file
    base = 1 if heading else 0
    assert read(tmp_path, content) == [
        LinkLine(base + 1, index(FIRST), "YK4M7R20"),
        LinkLine(base + 3, index(SECOND), "YK4M7R21"),
    ]


def test_a_mark_before_a_number_is_not_part_of_it(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + FIRST + b",YK4M7R20\n"
    assert read(tmp_path, content) == [LinkLine(1, index(FIRST), "YK4M7R20")]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (FIRST, LineFault.FIELDS),
        (FIRST + b",YK4M7R20,1", LineFault.FIELDS),
        (b",YK4M7R20", LineFault.DIGITS),
        (FIRST[:11] + b",YK4M7R20", LineFault.DIGITS),
        (FIRST + b"0,YK4M7R20", LineFault.DIGITS),
        (FIRST[:4] + b"-" + FIRST[4:8] + b"-" + FIRST[8:] + b",YK4M7R20", LineFault.DIGITS),
        ("１２３４５６７８９０１８,YK4M7R20".encode(), LineFault.DIGITS),
        (b"000000000000,YK4M7R20", LineFault.CHECK_DIGIT),
        (FIRST[:11] + b"%d" % ((FIRST[11] - 0x30 + 1) % 10) + b",YK4M7R20", LineFault.CHECK_DIGIT),
        (FIRST + b",YK4M7R2", LineFault.CODE),
        (FIRST + b",YK4M7R2U", LineFault.CODE),
        (FIRST + b",", LineFault.CODE),
        (FIRST + ",ＹＫ４Ｍ７Ｒ２０".encode(), LineFault.CODE),
    ],
)
def test_a_bad_line_is_named_by_number_and_reason(
    tmp_path: Path, line: bytes, fault: LineFault
) -> None:
    content = SECOND + b",YK4M7R21\n" + line + b"\n" + FIRST + b",YK4M7R22\n"
    good, bad, after = read(tmp_path, content)
    assert bad == BadLine(2, fault)
    assert isinstance(good, LinkLine)
    assert after == LinkLine(3, index(FIRST), "YK4M7R22")
    assert FIRST.decode() not in repr(bad)


@pytest.mark.parametrize(
    "line",
    [
        "１２３４５６７８９０１８,YK4M7R20".encode(),
        "１２３４５６７８９０１８,YK4M7R20".encode("cp932"),
        "１２３４５６７８９０１８,ＹＫ４Ｍ７Ｒ２０".encode("cp932"),
        b"************,YKRMTRVW",
    ],
)
def test_a_first_line_that_is_somebodys_is_no_heading(tmp_path: Path, line: bytes) -> None:
    assert read(tmp_path, line + b"\n") == [BadLine(1, LineFault.DIGITS)]


def test_lines_across_the_edges_of_the_reading_buffer_are_whole(tmp_path: Path) -> None:
    numbers = [number(10_000_000_000 + i * 7919) for i in range(30_000)]
    content = b"".join(b"%b,%08d\n" % (digits, i) for i, digits in enumerate(numbers))
    path = tmp_path / "links.csv"
    path.write_bytes(content)
    file = LinkFile(path, KEY)
    found = list(file)
    assert found == [LinkLine(i + 1, index(d), f"{i:08d}") for i, d in enumerate(numbers)]
    assert (file.lines, file.share) == (30_000, 1.0)


@pytest.mark.parametrize(
    "content",
    [
        HEADING.encode("utf-16"),
        (FIRST.decode() + ",YK4M7R20\n").encode("utf-16-le"),
        b"1" * 300_000,
    ],
    ids=["utf-16 with a mark", "utf-16 without", "one endless line"],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(CounterError) as failure:
        read(tmp_path, content)
    assert failure.value.code is FailureCode.LINK_FILE_UNREADABLE


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(CounterError) as failure:
        list(LinkFile(tmp_path / "nowhere.csv", KEY))
    assert failure.value.code is FailureCode.LINK_FILE_UNREADABLE
    assert "nowhere.csv" in failure.value.detail


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    assert read(tmp_path, b"") == []
