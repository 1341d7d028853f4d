"""People who were added without any paper (資料なし): who they are and what is missing of each."""

from typing import Final

from counter_app.model.calendar import era_text
from counter_app.model.people import Arrival, Household, Member

MISSING_PAPERS: Final = {
    Arrival.TRANSFER: "",
    Arrival.WITHOUT_CERTIFICATE: "転出証明書",
    Arrival.NEWBORN: "出生届",
    Arrival.ON_PAPER: "転出証明書",
    Arrival.FROM_ABROAD: "旅券",
}
"""The paper that certifies a person, by why nobody sent it."""


def uncertified(household: Household) -> tuple[Member, ...]:
    """Members of whom all is known by word of mouth alone."""
    return tuple(member for member in household.members if member.unconfirmed)


def told_of_uncertified(
    household: Household, concerned: tuple[str, ...], *, hidden: bool
) -> tuple[tuple[str, str], ...]:
    """Label and text for a department whose task is about such a person, no name when `hidden`."""
    rows: list[tuple[str, str]] = []
    for member in uncertified(household):
        if member.id in concerned:
            if not hidden:
                rows.append(("未確認", f"{member.name.shown}\u3000{era_text(member.birth)}"))
            rows.append(("未確認", f"資料なし・{MISSING_PAPERS[member.arrival]}がまだ"))
    return tuple(rows)
