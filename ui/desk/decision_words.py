"""What the two answers to an application are called, and what is told of them."""

from dataclasses import dataclass

from counter_app.paperwork.notices import LATE_REASON


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """The words of one procedure's decision."""

    granted: str = "認定"
    refused: str = "却下"
    reason: str = "却下の理由"
    to_supervisor: str = "却下を監督者に回す"
    proposed: tuple[str, str] = (
        "却下の案を出しました。",
        "監督者が理由と教示を確かめるまで、通知は出ません。",
    )
    told_granted: str = "認定を知らせました。"
    told_refused: str = "却下を知らせました。"
    note: str = "却下は、理由と教示を書き、監督者が確かめます。"


USUAL = DecisionWords()
_LATE = DecisionWords(
    granted="認める",
    refused="裁判所へ",
    reason="届出人の述べた理由（通知書に書きます）",
    to_supervisor="通知を監督者に回す",
    proposed=(
        "簡易裁判所への通知の案を出しました。",
        "監督者が理由を確かめるまで、通知は出ません。",
    ),
    told_granted="正当な理由があると決めました。",
    told_refused="簡易裁判所に通知すると決めました。",
    note="簡易裁判所への通知は、監督者が確かめます。過料は裁判所が決めます。",
)


def decision_words(procedure_id: str) -> DecisionWords:
    """認定 and 却下, but for the reason for filing late: the court hears of it, or does not."""
    return _LATE if procedure_id == LATE_REASON else USUAL
