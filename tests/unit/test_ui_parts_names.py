"""Registered names are drawn in their true glyphs, and edited a whole character at a time."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from resources.loader import font_file
from ui import theme
from ui.theme import Family
from ui.widgets import words
from ui.widgets.button import Button
from ui.widgets.glyphs import layout
from ui.widgets.name_edit import NameEdit
from ui.widgets.names import NameLabel, name_width, paint_name
from ui.widgets.sheets import _title
from ui.widgets.words import (
    Run,
    Words,
    last_line_width,
    rubied,
    runs_height,
    runs_width,
    without_ruby,
)

pytestmark = pytest.mark.usefixtures("application")

WATANABE = "渡邉\U000e010f 髙志"
YOSHIZAKI = "𠮷﨑 シヅ"
LONG = "渡邉\U000e010f葛\U000e0102齋\U000e0104榊" * 4


def drawn(text: str, px: float) -> QImage:
    image = QImage(200, 160, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_name(painter, QRectF(10, 0, 180, 160), text, px)
    painter.end()
    return image


def ink(image: QImage) -> int:
    return sum(
        image.pixelColor(x, y).lightness() < 128
        for x in range(image.width())
        for y in range(image.height())
    )


@pytest.mark.parametrize("px", [18, 24, 28, 112])
@pytest.mark.parametrize("name", ["邉\U000e0110", "葛\U000e0102", "辻\U000e0102"])
def test_a_selector_changes_the_glyph_at_every_size(name: str, px: float) -> None:
    with_selector, base = drawn(name, px), drawn(name[0], px)
    assert ink(with_selector) > 20
    assert ink(base) > 20
    assert with_selector != base


def test_two_selectors_of_one_base_give_two_glyphs() -> None:
    shapes = {
        bytes(drawn(f"邉{chr(selector)}", 112).constBits()) for selector in range(0xE010F, 0xE011F)
    }
    assert len(shapes) > 8


def test_a_selector_takes_no_room_of_its_own() -> None:
    assert name_width("邉\U000e010f", 24) == pytest.approx(name_width("邉", 24))


def test_a_character_outside_the_basic_plane_is_drawn() -> None:
    assert ink(drawn("𠮷", 60)) > 100
    assert drawn("𠮷", 60) != drawn("吉", 60)


def test_an_unknown_sequence_shows_its_base_character_and_says_so() -> None:
    unknown, base = layout("志\U000e01ef", 40).pieces[0], layout("志", 40).pieces[0]
    assert unknown.glyph == base.glyph
    assert (unknown.lacking, base.lacking) == (True, False)
    assert ink(drawn("志\U000e01ef", 40)) > ink(drawn("志", 40))


def test_letters_of_other_fonts_and_signs_are_not_marked() -> None:
    assert not any(piece.lacking for piece in layout("Nguyễn　髙﨑・ｱ–ー", 24).pieces)
    assert layout("\U00030003", 24).pieces[0].lacking


def test_every_sequence_of_the_font_is_drawn_in_its_own_glyph() -> None:
    path = font_file("IPAmj Mincho")
    assert path is not None
    with TTFont(path, lazy=True) as font:
        numbers, plain = font.getReverseGlyphMap(), font.getBestCmap()
        table = next(table for table in font["cmap"].tables if table.format == 14)
        wanted = {
            chr(base) + chr(selector): numbers[name if name is not None else plain[base]]
            for selector, entries in table.uvsDict.items()
            for base, name in entries
        }
    every = list(wanted)
    assert len(every) > 11_000
    # A name holds a few characters; the layout of a long text is the same.
    for start in range(0, len(every), 200):
        part = every[start : start + 200]
        pieces = layout("".join(part), 24).pieces
        assert [(p.text, p.glyph, p.lacking) for p in pieces] == [
            (text, wanted[text], False) for text in part
        ]


def test_a_name_label_speaks_its_text_and_never_elides() -> None:
    label = NameLabel(WATANABE, 28)
    assert label.accessibleName() == WATANABE
    assert label.minimumSizeHint().width() >= name_width(WATANABE, 28)


def field(text: str) -> NameEdit:
    edit = NameEdit(text)
    edit.resize(300, 44)
    edit.end(False)
    return edit


def test_backspace_takes_the_character_with_its_selector() -> None:
    edit = field("渡邉\U000e010f")
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.text() == "渡"
    edit.undo()
    assert edit.text() == "渡邉\U000e010f"


def test_backspace_between_characters_takes_the_one_before() -> None:
    edit = field("邉\U000e010f邉\U000e0111志")
    QTest.keyClick(edit, Qt.Key.Key_Left)
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.text() == "邉\U000e010f志"
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.text() == "志"
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.text() == "志"


def test_delete_takes_the_whole_character_after_the_cursor() -> None:
    edit = field("邉\U000e010f志")
    edit.home(False)
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    assert edit.text() == "志"


def test_a_surrogate_pair_goes_as_one_character() -> None:
    edit = field("𠮷")
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.text() == ""


def test_left_never_stops_between_a_character_and_its_selector() -> None:
    edit = field("渡邉\U000e010f")
    stops = [edit.cursorPosition()]
    for _ in range(2):
        QTest.keyClick(edit, Qt.Key.Key_Left)
        stops.append(edit.cursorPosition())
    assert stops == [4, 1, 0]


def test_a_click_lands_between_the_glyphs_that_are_seen() -> None:
    edit = field("邉\U000e010f邉\U000e010f")
    x = 12 + round(name_width("邉", 20))
    QTest.mouseClick(
        edit, Qt.MouseButton.LeftButton, pos=edit.rect().topLeft() + type(edit.pos())(x, 20)
    )
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert edit.text() == "邉\U000e010f"


def test_the_field_draws_the_true_glyph() -> None:
    def shown(text: str) -> QImage:
        edit = field(text)
        edit.setReadOnly(True)
        return edit.grab().toImage()

    assert shown("葛\U000e0102") != shown("葛")


def test_what_an_input_method_commits_keeps_its_selector() -> None:
    edit = field("")
    heard: list[str] = []
    edit.changed.connect(heard.append)
    event = QInputMethodEvent("", [])
    event.setCommitString("邉\U000e010f")
    QApplication.sendEvent(edit, event)
    assert edit.text() == "邉\U000e010f"
    assert heard == ["邉\U000e010f"]


def test_words_keep_a_name_unbroken_and_in_its_glyph() -> None:
    runs = [Run("受付は "), Run(WATANABE, name=True), Run(" さんの世帯です。")]
    line = Words(runs)
    assert WATANABE in line.accessibleName()
    plain = Words([Run("受付は "), Run(WATANABE.replace("\U000e010f", "\U000e0110"), name=True)])
    for part in (line, plain):
        part.resize(400, 30)
    assert line.grab().toImage() != plain.grab().toImage()
    assert line.heightForWidth(120) > line.heightForWidth(600)


def test_a_line_never_begins_with_a_full_stop() -> None:
    # four characters fit; the full stop would stand alone on the second line
    text = "ああああ。"
    width = theme.metrics(16).horizontalAdvance("ああああ") + 1
    assert runs_height((Run(text),), width) == 2 * 24
    parts, _ = words._lay((Run(text),), width, 16)
    assert [part.text for part in parts] == ["あああ", "あ。"]


def test_a_name_goes_whole_to_the_next_line_and_parts_only_where_no_line_holds_it() -> None:
    name = Run(YOSHIZAKI, name=True)
    whole = name_width(YOSHIZAKI, 18)
    parts, lines = words._lay((Run("受付は"), name), whole + 1, 16)
    assert ([part.text for part in parts], lines) == (["受付は", YOSHIZAKI], 2)
    parts, _ = words._lay((name,), whole - 1, 16)
    assert "".join(part.text for part in parts) == YOSHIZAKI
    assert [part.text.rstrip() for part in parts] == YOSHIZAKI.split()
    parts, _ = words._lay((Run(LONG, name=True),), 60, 16)
    assert "".join(part.text for part in parts) == LONG
    assert all(part.width <= 60 for part in parts)
    # a selector never parts from its character
    assert not any(part.text.startswith("\U000e010f") for part in parts)


def test_a_run_that_is_unbroken_goes_to_the_next_line_as_one() -> None:
    runs = (Run("本人が回答"), Run("　佐伯", unbroken=True))
    width = theme.metrics(16).horizontalAdvance("本人が回答　佐") + 1
    parts, _ = words._lay(runs, width, 16)
    assert [part.text.strip() for part in parts if part.text.strip()] == ["本人が回答", "佐伯"]
    wide = theme.metrics(16).horizontalAdvance("本人が　佐伯窓口職") + 1
    for unbroken, last in ((False, "員"), (True, "佐伯窓口職員")):
        loose = (Run("本人が"), Run("　佐伯窓口職員", unbroken=unbroken))
        assert words._lay(loose, wide, 16)[0][-1].text == last


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        (
            "転入学通知書・在学証明書・教科書給与証明書",
            "転入学通知書・在学証明書・教",
            ["転入学通知書・在学証明書・", "教科書給与証明書"],
        ),
        ("声に出さなくて大丈夫です。", "声に出さなくて大丈夫", ["声に出さなくて", "大丈夫です。"]),
        ("前の町村の札と取り替えます", "前の町村の札と取り替", ["前の町村の札と", "取り替えます"]),
        ("どの皆さまにもお聞きします", "どの皆さまにもお聞き", ["どの皆さまにも", "お聞きします"]),
        ("火曜日の9:00〜11:00", "火曜日の9:00〜", ["火曜日の", "9:00〜11:00"]),
        ("住民異動届（転入）", "住民異動届（転", ["住民異動届", "（転入）"]),
        ("窓口被保険者資格取得届出書", "窓口被保険者資格取得", None),
    ],
)
def test_japanese_breaks_between_phrases(text: str, room: str, lines: list[str] | None) -> None:
    width = theme.metrics(22).horizontalAdvance(room) + 1
    parts, count = words._lay((Run(text),), width, 22)
    broken = ["".join(part.text for part in parts if part.line == at) for at in range(count)]
    assert broken == (lines or [room, text[len(room) :]])


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("PIN do cartão (利用者証明用).", Family.LATIN),
        ("นัดหมาย 9:00–11:00", Family.THAI),
        ("घरमा बस्नुहोस्: ☎0000-20-1000", Family.DEVANAGARI),
        ("ကတ် (利用者証明用)။", Family.MYANMAR),
        ("4月7日周二 9:00–11:00", Family.CHINESE_SIMPLIFIED),
    ],
)
def test_a_time_a_number_or_a_japanese_term_is_whole_in_another_language(
    text: str, family: Family
) -> None:
    last = text.split(" ")[-1]
    assert words._pieces(Run(text, family=family))[-1].strip() in (last, "။")
    assert any(last.rstrip("။") in piece for piece in words._pieces(Run(text, family=family)))


def test_japanese_with_readings_and_spaces_breaks_at_its_spaces() -> None:
    runs = rubied("わからない ことは 聞《き》いてください。")
    width = theme.metrics(16).horizontalAdvance("わからない ことは 聞いて") + 1
    parts, lines = words._lay(runs, width, 16)
    said = ["".join(p.text for p in parts if p.line == at).strip() for at in range(lines)]
    assert said == ["わからない ことは", "聞いてください。"]


def test_a_phrase_wider_than_the_page_breaks_all_the_same() -> None:
    runs = rubied("もっとも 長《なが》いことばのためのまどぐち")
    parts, lines = words._lay(runs, 100, 16)
    assert lines > 2
    assert all(part.x + part.width <= 101 for part in parts)


def test_where_a_value_that_wraps_ends_its_source_can_stand() -> None:
    runs = (Run("大字上原字東の原北一丁目"),)
    one = runs_width(runs)
    assert last_line_width(runs, one + 1) == pytest.approx(one)
    assert last_line_width(runs, one - 1) == pytest.approx(runs_width((Run("目"),)))


def test_readings_are_set_over_their_base_and_kept_out_of_speech() -> None:
    text = "この窓口《まどぐち》で紙《かみ》を｜2枚《にまい》もらいます。"
    runs = rubied(text)
    assert [(run.text, run.ruby) for run in runs] == [
        ("この", ""),
        ("窓口", "まどぐち"),
        ("で", ""),
        ("紙", "かみ"),
        ("を", ""),
        ("2枚", "にまい"),
        ("もらいます。", ""),
    ]
    assert without_ruby(text) == "この窓口で紙を2枚もらいます。"
    assert runs_height(runs, 400) == 16 * 1.5 + 8
    button = Button("書類《しょるい》を見《み》る")
    assert button.accessibleName() == "書類を見る"
    shown = Words(rubied("窓口《まどぐち》"), 40).grab().toImage()
    assert shown != Words(rubied("窓口《みせ》"), 40).grab().toImage()


@pytest.mark.parametrize(
    ("family", "text"),
    [
        (Family.THAI, "กรุณาลงชื่อในกรอบนี้ด้วยปากกาเท่านั้น"),
        (Family.DEVANAGARI, "कृपया यस बाकसमा हस्ताक्षर गर्नुहोस्"),
        (Family.LATIN, "Hãy ký tên vào khung bằng bút"),
        (Family.KOREAN, "이 칸 안에 서명해 주십시오"),
    ],
)
def test_other_scripts_break_where_their_readers_expect(family: Family, text: str) -> None:
    pieces = words._pieces(Run(text, family=family))
    assert "".join(pieces) == text
    for piece in pieces[1:]:
        assert not unicodedata.category(piece[0]).startswith("M"), "a mark left its letter"
    if " " in text:
        assert all(piece.endswith(" ") for piece in pieces[:-1])


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("髙志\n", "渡邉\U000e010f 髙志 "),  # a cell of a table brings its end of line along
        ("\t髙志\r\n", "渡邉\U000e010f  髙志 "),
        ("髙\x00\u200b志\u202e", "渡邉\U000e010f 髙志"),
        ("𠮷\ufeff\u2029﨑", "渡邉\U000e010f 𠮷 﨑"),
    ],
)
def test_what_is_pasted_is_one_line_and_nothing_in_it_is_unseen(pasted: str, kept: str) -> None:
    edit = field("渡邉\U000e010f ")
    QGuiApplication.clipboard().setText(pasted)
    QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert edit.text() == kept
    QTest.keyClicks(edit, "x")
    assert edit.text() == f"{kept}x"


def test_a_word_of_a_sheets_title_keeps_to_its_line_while_it_has_the_room() -> None:
    def lines(text: str) -> list[str]:
        laid, count = words._lay(_title(text), 106, 16)
        return ["".join(part.text for part in laid if part.line == at) for at in range(count)]

    assert lines("国保 資格取得届") == ["国保 ", "資格取得届"]
    assert lines("住民異動届") == ["住民異動届"]
    assert "".join(lines("要介護認定申請書")) == "要介護認定申請書"
    assert len(lines("要介護認定申請書")) == 2
