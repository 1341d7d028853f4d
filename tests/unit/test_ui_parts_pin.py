"""The PIN pad hands digits on, holds none and shows onlookers none."""

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets.pin import PinBoxes, PinPad

pytestmark = pytest.mark.usefixtures("application")


class Vault:
    """Takes digits as the card's side does, so that the test knows what was handed on."""

    def __init__(self) -> None:
        self.digits: list[int] = []

    def erase(self) -> None:
        if self.digits:
            self.digits.pop()


def keys_of(pad: PinPad) -> dict[str, QWidget]:
    return {key.accessibleName(): key for key in pad.findChildren(QWidget) if key.accessibleName()}


def test_the_pin_pad_hands_digits_on_and_holds_none() -> None:
    vault = Vault()
    pad = PinPad(vault.digits.append, vault.erase, vault.digits.clear)
    boxes = PinBoxes(lambda: len(vault.digits))
    pad.pressed.connect(boxes.update)
    before = boxes.grab().toImage()
    keys = keys_of(pad)
    for digit in "7391":
        QTest.mouseClick(keys[digit], Qt.MouseButton.LeftButton)
    assert vault.digits == [7, 3, 9, 1]
    assert boxes.grab().toImage() != before
    held = [value for owner in (pad, boxes, *keys.values()) for value in vars(owner).values()]
    held += [item for value in held if isinstance(value, list | tuple | dict) for item in value]
    assert not any(value == [7, 3, 9, 1] or value == "7391" or value == 7391 for value in held)
    assert [
        list_ for list_ in gc.get_objects() if isinstance(list_, list) and list_ == [7, 3, 9, 1]
    ] == [vault.digits]


def test_digits_come_from_the_keyboard_and_are_taken_back_one_or_all() -> None:
    vault = Vault()
    pad = PinPad(vault.digits.append, vault.erase, vault.digits.clear)
    QTest.keyClicks(pad, "123")
    QTest.keyClick(pad, Qt.Key.Key_Backspace)
    assert vault.digits == [1, 2]
    QTest.mouseClick(keys_of(pad)["ぜんぶ消す"], Qt.MouseButton.LeftButton)
    assert vault.digits == []


def test_a_press_leaves_no_focus_on_the_digit_for_onlookers() -> None:
    vault = Vault()
    pad = PinPad(vault.digits.append, vault.erase, vault.digits.clear)
    pad.show()
    pad.activateWindow()
    QApplication.processEvents()
    for digit in "48":
        key = keys_of(pad)[digit]
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)
        assert not key.hasFocus()


def test_shuffled_keys_are_all_there_and_give_the_digit_they_show() -> None:
    vault = Vault()
    pad = PinPad(vault.digits.append, vault.erase, vault.digits.clear, shuffle=True)
    keys = keys_of(pad)
    for digit in "0123456789":
        QTest.mouseClick(keys[digit], Qt.MouseButton.LeftButton)
    assert vault.digits == list(range(10))


def test_pin_keys_are_at_least_130_by_116() -> None:
    vault = Vault()
    pad = PinPad(vault.digits.append, vault.erase, vault.digits.clear)
    hint = keys_of(pad)["5"].sizeHint()
    assert hint.width() >= 130
    assert hint.height() >= 116
