"""In the sandbox a hand lays the staff card down, because nobody can reach the virtual reader."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.bootstrap import open_sandbox_counter
from counter_app.commands import staff_hand
from counter_app.commands.staff_hand import StaffHand
from counter_app.ports import StaffProof
from counter_app.review import Harm, ItemKind, ReviewItem, Verdict
from counter_app.settings import Settings
from tests.card_support import NOW
from ui.review.staff_card_dialogue import StaffCardDialogue, Wanted

ITEM = ReviewItem(
    id="release:1",
    kind=ItemKind.RELEASE,
    harm=Harm.GRAVE,
    title="使用開始",
    reception_id="r1",
    reception_number="",
    clerk="三浦",
    party="power.aoba",
    due=None,
    since=NOW,
    decidable=True,
)


def until(reached: Callable[[], bool]) -> None:
    for _ in range(6000):  # a minute at least; only a failure takes that long
        if reached():
            return
        QTest.qWait(10)
    raise AssertionError("the hand does not move")


def test_the_card_lies_on_the_reader_while_it_is_asked_for_and_not_after(
    application: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_hand, "_PAUSE", 1)
    proofs: list[StaffProof] = []
    above = QObject()
    settings = Settings(basedir=tmp_path)
    with open_sandbox_counter(settings, clock=lambda: NOW, in_process_card=True) as sandbox:
        cards = sandbox.counter.staff_cards
        assert cards is not None
        dialogue = StaffCardDialogue(
            cards, "大塚", lambda _, proof: proofs.append(proof), lambda: None, above
        )
        hand = StaffHand(sandbox, "大塚", dialogue, above)
        dialogue.begin(Wanted(ITEM, Verdict.ALLOW, "確かめた", "許す"))
        until(lambda: bool(proofs))
        assert proofs[0].identity.staff_id == "Y-0117"
        reader = sandbox.reader.channel()
        until(lambda: reader.wait_for_removal(0.0))
        hand.background.shut_down()
        dialogue.close()
