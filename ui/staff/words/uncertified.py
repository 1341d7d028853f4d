"""People without any paper (資料なし) in words, where the clerk asks for everything at once."""

from counter_app.model.reception import Reception
from counter_app.paperwork.uncertified import MISSING_PAPERS, uncertified
from ui.staff.frame_views import Text
from ui.widgets.words import Run


def uncertified_note(reception: Reception) -> str:
    """Beside the button, without a name: 「資料なしの人 1人（転出証明書）」."""
    household = reception.household
    people = uncertified(household) if household is not None else ()
    if not people:
        return ""
    papers = dict.fromkeys(MISSING_PAPERS[m.arrival] for m in people)
    return f"資料なしの人 {len(people)}人（{'・'.join(papers)}がまだ）"


def uncertified_line(reception: Reception) -> Text:
    """Over the list: who it is, what is missing, and that the departments are told."""
    household = reception.household
    people = uncertified(household) if household is not None else ()
    if not people:
        return ()
    runs = [Run("資料なしの人がいます：", bold=True)]
    for at, member in enumerate(people):
        between = "、" if at else ""
        name = Run("1人", bold=True)
        if not reception.protected:
            name = Run(member.name.shown, name=True, bold=True)
        runs += [Run(between), name, Run(f"（{MISSING_PAPERS[member.arrival]}がまだ）")]
    runs.append(Run("。このまま依頼できます。課には「未確認」と伝わります。"))
    return tuple(runs)
