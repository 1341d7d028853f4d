"""Do the staff cards' signatures still hold for the decisions they were laid down for?"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from counter_app.failures import CounterError, FailureCode
from counter_app.ports import AuditEntry, ReviewDecision
from counter_app.sandbox.town_files import TownFiles
from counter_app.settings import Settings
from counter_app.staff_proof import CARD_REFUSED, card_of, decision_statement
from iccard.staff_certificate import load_authorities, proof_fault


def check_proofs(
    decisions: Iterable[ReviewDecision], settings: Settings
) -> tuple[int, tuple[str, ...]]:
    """How many decisions carry a proof, and a Japanese line for each that does not hold.

    Raises STAFF_AUTHORITY_UNUSABLE when there are proofs and no authority to check them under.
    """
    proved = [decision for decision in decisions if decision.proof is not None]
    if not proved:
        return 0, ()
    authorities = load_authorities(_authority_file(settings))
    faults = []
    for decision in proved:
        assert decision.proof is not None
        statement = decision_statement(decision.item, decision.verdict, decision.reason)
        fault = proof_fault(decision.proof, statement, authorities)
        if fault is not None:
            card = f"職員カード {decision.proof.identity.staff_id}"
            faults.append(f"{decision.at:%Y-%m-%d %H:%M}　{card}　{decision.item}：{fault}")
    return len(proved), tuple(faults)


def lost_proofs(
    decisions: Iterable[ReviewDecision], entries: Iterable[AuditEntry]
) -> tuple[str, ...]:
    """A Japanese line for each decision the audit log knows a staff card of, and no signature."""
    kept = Counter(
        (one.at, one.by, one.proof.identity) for one in decisions if one.proof is not None
    )
    lost = []
    for entry in entries:
        card = card_of(entry)
        if card is None or entry.what == CARD_REFUSED:
            continue
        if not kept[entry.at, entry.who, card]:
            when = f"{entry.at:%Y-%m-%d %H:%M}"
            lost.append(f"{when}　職員カード {card.staff_id}：この判断のカードの署名がありません。")
        kept[entry.at, entry.who, card] -= 1
    return tuple(lost)


def require_whole(faults: tuple[str, ...]) -> None:
    """Raises STAFF_PROOF_BROKEN when a signature does not hold."""
    if faults:
        raise CounterError(FailureCode.STAFF_PROOF_BROKEN, f"{len(faults)}件あります。")


def _authority_file(settings: Settings) -> Path:
    """The town's own; where there is none, that of a sandbox that was run here."""
    own = settings.party_folder / "staff" / "ca.pem"
    sandbox = TownFiles(settings.basedir / "sandbox").staff_certificate_file
    return sandbox if sandbox.is_file() and not own.is_file() else own
