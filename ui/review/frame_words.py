"""The frame of the supervisor's window in words: rail, record, lamps."""

from datetime import datetime

from ui.staff.frame_views import PlacesView
from ui.staff.words.common import clock_time
from ui.widgets.bars import Lamp
from ui.widgets.rail import Place
from ui.workplace import Workplace

TITLES = ("確認待ち", "今日のようす", "受付を探す", "記録の点検")
QUEUE, DAY, FIND, RECORD = range(4)


def places(
    here: int, waiting: int | None, record: tuple[str, str, bool | None], now: datetime
) -> PlacesView:
    """The rail. `record` is the result of the last verification, its time, whether it was good."""
    counts = (waiting, None, None, None)
    rows = tuple(
        Place(title, count, f"Alt {number}")
        for number, (title, count) in enumerate(zip(TITLES, counts, strict=True), start=1)
    )
    result, at, good = record
    saved, second = "", f"{clock_time(now)} に更新"
    if result:
        saved = "記録のつながり 正常" if good else ""
        second = f"{at} に点検・{result if good else '記録の点検を見てください'}"
    return PlacesView("監督者", rows, here, saved=saved, second=second)


def lamps(place: Workplace) -> tuple[Lamp, ...]:
    """The lines as they were found last; quiet while all is well."""
    juki, hub = place.juki_open(), place.hub_reachable() is not False
    why = "届きません" if place.network_fault() is None else "鍵を使えません"
    return (
        Lamp(f"住基ネット {'稼働中' if juki else '停止中'}", well=juki),
        Lamp(f"連携基盤 {'稼働中' if hub else why}", well=hub),
    )
