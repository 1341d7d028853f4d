"""Dates as forms print them: era and year (元号), Japanese weekdays."""

from datetime import date

_ERAS = (
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1868, 1, 25), "明治"),
)
_WEEKDAYS = "月火水木金土日"


def era_year(day: date) -> tuple[str, int]:
    """Era and year in it, e.g. 令和, 8. Before 明治 the western year with no era."""
    for first, name in _ERAS:
        if day >= first:
            return name, day.year - first.year + 1
    return "", day.year


def plain_date(day: date) -> str:
    """令和8年4月3日; the first year of an era is 元年."""
    era, year = era_year(day)
    return f"{era}{'元' if year == 1 and era else year}年{day.month}月{day.day}日"


def weekday(day: date) -> str:
    """One character: 月 … 日."""
    return _WEEKDAYS[day.weekday()]
