"""The card panel in words: each state says what is so, what to do, and by which key."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from counter_app.bootstrap import JST
from counter_app.model.people import Source
from counter_app.model.reception import (
    CardRecord,
    IdentityCheck,
    LinkedMember,
    Protection,
    Reception,
)
from counter_app.ports import AuditEntry
from counter_app.procedures.interview import Answered
from tests.paperwork_kit import a_case
from ui.staff.reception_views import CardPanelView
from ui.staff.words.card import CardProgress, CardStage
from ui.staff.words.common import moment
from ui.staff.words.frame import lamps, saved_line
from ui.staff.words.interview import answer_words
from ui.staff.words.reception import IdentityDraft, reception_view
from ui.widgets.nodes import NodeState

OPENED = datetime(2026, 4, 3, 10, 8, tzinfo=JST)
EMPTY = Reception(
    id="r",
    reference="8F3KQ7T2",
    opened_at=OPENED,
    clerk="佐伯",
    counter="窓口2",
    filed_on=OPENED.date(),
)


@pytest.mark.parametrize(("later", "told"), [(0, "10:08"), (1, "4/3 10:08")])
def test_a_time_of_another_day_is_told_with_its_day(later: int, told: str) -> None:
    today = OPENED.date() + timedelta(days=later)
    assert moment(OPENED, today) == told
    committed = replace(EMPTY, committed_at=OPENED)
    assert saved_line(committed, "23:59", today) == f"{told} 確定・保存済み"
    assert saved_line(EMPTY, "23:59", today) == "23:59 保存済み"


def panel(progress: CardProgress, reception: Reception = EMPTY) -> CardPanelView:
    return reception_view(reception, None, progress, None, ()).card


def said(view: CardPanelView) -> str:
    return "".join(run.text for run in view.title) + view.detail


def keys(view: CardPanelView) -> dict[str, str]:
    return {action.id: action.key for action in view.actions}


@pytest.mark.parametrize("stage", CardStage)
def test_every_state_has_a_title_and_says_where_the_reading_stands(stage: CardStage) -> None:
    view = panel(CardProgress(stage, tries=2))
    assert said(view)
    refused = any(node.state is NodeState.REFUSED for node in view.nodes)
    assert refused is (stage in (CardStage.WRONG_PIN, CardStage.LOCKED, CardStage.FAILED))


@pytest.mark.parametrize("stage", [s for s in CardStage if s is not CardStage.WAITING])
def test_no_state_but_waiting_is_without_a_way_on(stage: CardStage) -> None:
    assert panel(CardProgress(stage, tries=2)).actions


@pytest.mark.parametrize("stage", [CardStage.STOPPED, CardStage.LOCKED])
def test_without_a_household_it_is_said_where_one_begins(stage: CardStage) -> None:
    assert "受付一覧" in said(panel(CardProgress(stage)))
    known = a_case("h2").reception
    assert "受付一覧" not in said(panel(CardProgress(stage), known))


def test_a_reader_that_is_not_there_failed_before_any_pin() -> None:
    failed = panel(CardProgress(CardStage.FAILED, begun=False))
    states = [node.state for node in failed.nodes]
    assert states[0] is NodeState.REFUSED
    assert NodeState.DONE not in states


def test_a_wrong_pin_never_speaks_of_no_number_of_tries() -> None:
    view = panel(CardProgress(CardStage.WRONG_PIN, tries=2))
    assert "残り2回" in said(view)
    assert "None" not in said(view)


def test_the_last_try_is_named_before_and_after_a_wrong_one() -> None:
    assert "最後の1回" in said(panel(CardProgress(CardStage.PIN, tries=1, pin="暗証番号")))
    assert "最後の1回" in said(panel(CardProgress(CardStage.WRONG_PIN, tries=1)))
    assert "最後の1回" not in said(panel(CardProgress(CardStage.WRONG_PIN, tries=2)))


def test_a_link_code_that_waits_says_that_the_reception_goes_on() -> None:
    view = panel(CardProgress(CardStage.DONE, link_waits=True))
    assert "先へ進められます" in said(view)
    assert keys(view)["retry_link"] == "Alt R"
    assert "retry_link" not in keys(panel(CardProgress(CardStage.DONE)))


def test_a_locked_card_asks_whose_it_is_and_offers_another_card() -> None:
    reception = a_case("h2").reception
    bare = replace(reception, cards=(), links=())
    household = reception.household
    assert household is not None
    held = [m.id for m in household.members if m.card.held]
    assert len(held) > 1
    view = panel(CardProgress(CardStage.LOCKED), bare)
    assert [a for a in keys(view) if a.startswith("reset_pin")] == [f"reset_pin:{m}" for m in held]
    assert len(set(keys(view).values())) == len(view.actions)
    read = tuple(CardRecord(m, m, OPENED, "", "", 0, True) for m in held[:-1])
    last = panel(CardProgress(CardStage.LOCKED), replace(bare, cards=read))
    assert next(iter(keys(last))) == f"reset_pin:{held[-1]}"
    assert keys(panel(CardProgress(CardStage.LOCKED))) == {"next_card": "Alt C"}


def test_a_card_without_its_link_code_says_so_in_its_row() -> None:
    reception = a_case("h2").reception
    household = reception.household
    assert household is not None
    member = household.head.id
    card = CardRecord(member, "serial", OPENED, "", "", 0, True)
    bare = replace(reception, cards=(card,), links=())

    def row(shown: Reception) -> str:
        rows = panel(CardProgress(CardStage.DONE, member), shown).rows
        return next(r.words for r in rows if r.member == member)

    assert "リンクコードがまだ" in row(bare)
    linked = replace(bare, links=(LinkedMember(member, "XKYTDR9Q"),))
    assert "継続利用" in row(linked)


def test_the_person_of_a_card_may_have_left_the_household() -> None:
    view = panel(CardProgress(CardStage.DONE, "nobody"), a_case("h2").reception)
    assert "読取り済み" in said(view)


def test_a_check_of_identity_needs_one_paper_with_a_photograph_or_two_without() -> None:
    assert IdentityDraft("head", ("passport",), True).complete
    assert not IdentityDraft("head", ("passport",), False).complete
    assert not IdentityDraft("head", ("pension_book",), False).complete
    assert IdentityDraft("head", ("pension_book", "eligibility_certificate"), False).complete


def test_the_record_of_checks_tells_what_the_latest_of_each_was() -> None:
    check = IdentityCheck("head", ("individual_number_card",), True, "佐伯", OPENED)
    held = replace(EMPTY, protection=Protection.NO, identity=check)
    log = tuple(
        AuditEntry(at=OPENED, who="佐伯", terminal="窓口2", what=what, case="r")
        for what in ("reception.protection", "reception.protection", "reception.identity")
    )
    rows = reception_view(held, None, CardProgress(), None, log).transfer.log
    assert [row.words for row in rows] == [
        "答えを記録しました",
        "「いない」",
        "個人番号カード・写真を目で照合・一致",
    ]


def test_an_answer_that_alone_says_nothing_is_told_with_what_was_asked() -> None:
    def told(label: str, words: str) -> str:
        return answer_words(Answered("fact", "", label, words, Source.ASKED))

    assert told("これからも国保", "はい") == "これからも国保 はい"
    assert told("通い始める日", "令和8年4月3日") == "通い始める日 令和8年4月3日"
    assert told("仕事", "自営業・農業") == "自営業・農業"
    given = Answered("fact", "", "支援措置", "いいえ", Source.ASKED)
    assert answer_words(given, "支援措置") == "いいえ"


def test_the_lamp_of_the_hub_tells_a_line_that_is_cut_from_keys_that_cannot_be_used() -> None:
    cut = lamps(juki=True, hub=False, since="10:08")[1]
    keyless = lamps(juki=True, hub=False, keys=False, since="10:08")[1]
    assert (cut.words, cut.well) == ("連携基盤 届きません 10:08〜", False)
    assert (keyless.words, keyless.well) == ("連携基盤 鍵を使えません", False)


@pytest.mark.parametrize("devices", ["", "カード読取機 外れました"])
def test_a_resident_who_calls_lights_a_lamp_beside_what_is_wrong(devices: str) -> None:
    quiet = lamps(juki=True, hub=True, devices=devices)
    called = lamps(juki=True, hub=True, devices=devices, called=True)
    assert [lamp.words for lamp in called if not lamp.well] == [
        *(lamp.words for lamp in quiet if not lamp.well),
        "住民が呼んでいます",
    ]
    assert len(called) <= 4
