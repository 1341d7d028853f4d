"""The day of filing (届出日) in words, where it is not simply the day the reception was opened."""

from datetime import date

from counter_app.model.calendar import month_day
from counter_app.model.reception import Reception, ReceptionState


def filing_line(reception: Reception, today: date) -> str:
    """One line for the head of every step before the commit; "" when there is nothing to tell."""
    filed_on, opened_on = reception.filed_on, reception.opened_at.date()
    if reception.state is not ReceptionState.OPEN:
        return ""
    if filed_on < today:
        return f"届出日は {month_day(filed_on)} のままです。その日に署名した書類があります。"
    if opened_on < filed_on:
        opened = f"{opened_on.month}月{opened_on.day}日"
        words = f"届出日は今日 {month_day(filed_on)} です（受付は {opened}）。"
        return f"{words}期限と書類も同じ日付です。"
    return ""
