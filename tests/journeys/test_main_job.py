"""The main job, as `counter-app demo` plays it: a process of its own, both cases, real parts."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from counter_app.sandbox.card_holder import CARD_HOLDERS, derive_number
from counter_app.sandbox.virtual_reader import missing_part
from tests.number_search import dresses, parts_of_folder, search

pytestmark = pytest.mark.timeout(900)
ROOT = Path(__file__).parents[2]
OUTSIDE = {"power.aoba", "gas.midori", "water.nangun", "vehicle.otsu"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Folder and terminal output of one run of both cases."""
    out = tmp_path_factory.mktemp("demo") / "demo-output"
    ran = subprocess.run(
        [sys.executable, "-m", "counter_app", "demo", "--out", str(out)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        timeout=840,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return out, ran.stdout


@pytest.fixture(params=["known", "unknown"])
def journey(demo: tuple[Path, str], request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    folder = demo[0] if request.param == "known" else demo[0] / "unknown"
    return request.param, json.loads((folder / "journey.json").read_text("utf-8"))


@pytest.mark.slow
def test_ten_steps_end_as_the_story_says(journey: tuple[str, dict[str, Any]]) -> None:
    _, told = journey
    assert [s["step"] for s in sorted(told["steps"], key=lambda s: s["step"])] == list(range(1, 11))
    assert all(s["what"] for s in told["steps"])
    assert told["expected"] is True
    assert told["signatures"] == 1
    assert told["staff_actions"] > 0
    assert {c["state"] for c in told["commitments"]} == {"accepted"}


@pytest.mark.slow
def test_the_card_answers_in_at_most_fourteen_commands(
    journey: tuple[str, dict[str, Any]],
) -> None:
    card = journey[1]["card"]
    assert 12 <= card["apdus"] <= 14
    assert card["channel"] == ("pcsc" if missing_part() is None else "in_process")


@pytest.mark.slow
def test_the_link_code_is_known_or_obtained_and_the_certificate_pushed_or_pulled(
    journey: tuple[str, dict[str, Any]],
) -> None:
    name, told = journey
    assert told["link_code_issued"] is (name == "unknown")
    assert told["transfer"] == ("pushed" if name == "known" else "pulled")
    assert len(told["py"]) == 8


@pytest.mark.slow
def test_the_hub_turned_every_who_into_the_receivers_own(
    journey: tuple[str, dict[str, Any]],
) -> None:
    _, told = journey
    partners = {m["to"]: m["who_received"] for m in told["messages"]}
    partners.pop("town.y")
    assert set(partners) == OUTSIDE
    assert len({*partners.values(), told["py"]}) == len(OUTSIDE) + 1
    for message in told["messages"]:
        if message["from"] == "town.y":
            assert message["who_sent"] == told["py"]
            assert message["who_received"] == partners[message["to"]]
            assert message["delivery_state"] == "delivered"
        else:
            assert message["who_sent"] == partners[message["from"]]
            assert message["who_received"] == told["py"]
            assert message["delivery_state"] == "received"


@pytest.mark.slow
def test_gas_offers_another_time_and_one_application_is_refused(
    journey: tuple[str, dict[str, Any]],
) -> None:
    _, told = journey
    gas = next(c for c in told["commitments"] if c["executor"] == "gas.midori")
    acts = [act.split()[0] for act in gas["acts"]]
    assert acts == ["request", "decline", "request", "promise", "declare", "accept"]
    titles = [document.split(" ", 1)[1] for document in told["documents"]]
    for title in ("児童手当認定通知書", "転入学通知書", "申請却下通知書"):
        assert titles.count(title) == 1


@pytest.mark.slow
def test_every_sheet_of_the_counter_was_read_and_handed_over(
    journey: tuple[str, dict[str, Any]],
) -> None:
    """The departments' notices were printed at their desks; nothing else stays at the counter."""
    _, told = journey
    notices = {d[:11] for d in told["documents"] if d.endswith("通知書")}
    assert len(notices) >= 3
    states = {
        desk: {p["state"] for p in told["papers"] if (p["number"][:11] in notices) is desk}
        for desk in (True, False)
    }
    assert states == {True: {"printed"}, False: {"handed_over", "void"}}


@pytest.mark.slow
def test_screens_and_sheets_are_left_and_no_number_among_them(demo: tuple[Path, str]) -> None:
    out, said = demo
    for folder in (out, out / "unknown"):
        assert len(list((folder / "screens").glob("*.png"))) >= 30
        assert len(list(folder.glob("*.pdf"))) >= 15
        assert list((folder / "printed").iterdir())
    numbers = [dresses(derive_number(holder).decode()) for holder in CARD_HOLDERS]
    parts = [*parts_of_folder(out), ("terminal", said.encode())]
    hits, looked = search(parts, *numbers)
    assert hits == []
    assert looked > 1_000_000
