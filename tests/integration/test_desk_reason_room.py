"""A reason is as long as its notice can say it: the field tells, by keys, and cuts nothing off."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from forms.renderer import FormRenderer
from ui.desk.desk_screen import DeskScreen
from ui.desk.plain_note import REASON_MOST, PlainNote
from ui.desk.scenes import desk_scenes
from ui.widgets.arrange import Label

RENDERER = FormRenderer()
SENTENCE = "請求に係る児童については、父が受給者として認定されています。"
FULL = (SENTENCE * 40)[:REASON_MOST]
TEN_BREAKS = "\n".join((SENTENCE * 3)[:71] for _ in range(11))


@pytest.fixture
def screen(application: QApplication) -> Iterator[DeskScreen]:
    window = desk_scenes()["30b-desk-refusal"]()
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 60_000)
    found = window.findChild(DeskScreen)
    assert isinstance(found, DeskScreen)
    found.decision.reason.edit.setFocus(Qt.FocusReason.OtherFocusReason)
    yield found
    window.close()
    window.deleteLater()
    application.processEvents()


def paste(note: PlainNote, words: str) -> None:
    """As Ctrl and V would: behind what stands there."""
    data = QMimeData()
    data.setText(words)
    note.edit.insertFromMimeData(data)


def shown(screen: DeskScreen) -> list[str]:
    """Every word round the reason."""
    labels = screen.decision.reason.findChildren(Label)
    return [label.text() for label in labels if label.isVisible()]


def error(screen: DeskScreen) -> str:
    """What stands below the reason."""
    return screen.decision.reason.error


def test_a_reason_says_how_much_room_is_left_and_when_there_is_none(screen: DeskScreen) -> None:
    note = screen.decision.reason
    paste(note, FULL[:699])
    assert "あと 101字" not in shown(screen)
    QTest.keyClick(note.edit, Qt.Key.Key_A)
    assert "あと 100字" in shown(screen)
    assert note.edit.accessibleDescription() == "あと 100字"
    paste(note, "あ" * 100)
    assert "あと 0字" in shown(screen)
    assert not error(screen)
    assert not screen.decision.faults()
    QTest.keyClick(note.edit, Qt.Key.Key_A)
    assert error(screen) == "800字までです（いま801字）"
    assert len(note.value()) == 801
    assert screen.decision.faults()
    assert note.edit.hasFocus()
    QTest.keyClick(note.edit, Qt.Key.Key_Backspace)
    assert not error(screen)
    assert not screen.decision.faults()


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        (" \n ", "理由を書いてください"),
        (TEN_BREAKS, ""),
        ("\n".join("あ" * 12), "改行は10回までです"),
        ("父が受給者\tです", "印刷できない文字が入っています"),
    ],
)
def test_what_cannot_stand_on_a_notice_is_said(screen: DeskScreen, reason: str, fault: str) -> None:
    paste(screen.decision.reason, reason)
    assert screen.decision.reason.fault == fault
    assert screen.decision.faults() is bool(fault)


@pytest.mark.parametrize(
    ("form", "key"),
    [
        ("refused", "decision.reason"),
        ("C1-refused", "decision.reason"),
        ("A14-court", "late.reason"),
    ],
)
def test_the_longest_reason_stands_on_its_notice(form: str, key: str) -> None:
    for reason in (FULL, TEN_BREAKS):
        data = {key: reason, "case.reference": "8F3KQ7T2"}
        assert RENDERER.render(form, data, on=date(2026, 4, 20)).pages <= 3
