"""Letters about the notice of residence itself: that it was accepted, that it came too late."""

from datetime import date

from counter_app.model.calendar import era_text
from counter_app.paperwork.addresses import full_address
from counter_app.paperwork.case_view import case_view, outline
from counter_app.paperwork.letterhead import letterhead
from counter_app.paperwork.values import Case, NeededSheet

ACCEPTED = "A1-accepted"
LATE = "A14-court"

_RESIDENTS = "dept.residents"
_MOVE_IN, _LATE = "A1", "A14"
_PROXIES = {"legal_proxy": "法定代理人", "proxy": "任意代理人"}
_UNCHECKED = "本人確認書類の提示なし"
_CHECKED = "代理人の本人確認書類"


def acceptance(case: Case, number: str, on: date) -> NeededSheet | None:
    """住民異動届受理通知, to the head's new address (住基法27条2項・3項); None when not due.

    It is due when a proxy filed, or when nobody could show who they are. Under 支援措置 none goes
    out by itself.
    """
    identity = case.reception.identity
    if identity is None or case.reception.protected:
        return None
    proxy = _PROXIES.get(identity.visitor)
    if proxy is None and identity.documents:
        return None
    household = case.household
    view = outline(case) | letterhead(case, household.head, _RESIDENTS, number, on)
    view |= {
        "acceptance.moved_on": era_text(household.moved_on),
        "acceptance.people": "・".join(m.name.shown for m in household.members),
        "acceptance.address": full_address(household.new_address),
        "acceptance.filer_kind": proxy or "届出人本人",
        "acceptance.identity": _CHECKED if identity.documents else _UNCHECKED,
    }
    return NeededSheet(ACCEPTED, (_MOVE_IN,), "", "", view)


def late_notice(case: Case, reason: str, number: str, on: date) -> NeededSheet | None:
    """期間経過通知 to the court (住基法52条2項), with the reason as it was written; None in time.

    It is addressed to the court the town's file names; left to the pen where it names none.
    """
    if case.determination(_LATE) is None:
        return None
    view = case_view(case)
    if "late.limit" not in view:
        return None
    head = case.filer
    view |= letterhead(case, head, _RESIDENTS, number, on)
    view = {key: value for key, value in view.items() if not key.startswith("addressee.")}
    if (court := case.town.court) is not None:
        view |= {
            "addressee.postcode": court.postcode,
            "addressee.address": court.address,
            "addressee.name": f"{court.name}　御中",
        }
    view |= {
        "late.name": head.name.shown,
        "late.birth": era_text(head.birth),
        "late.address": str(view["new.full_address"]),
        "late.reason": reason,
    }
    return NeededSheet(LATE, (_LATE,), "", "", view)
