"""The consent on a form (同意): who would get what, and what the resident decided."""

from counter_app.model.facts import FieldValue
from counter_app.paperwork.values import Case
from counter_app.procedures.procedure import OutcomeKind

_WORDS = {
    "electricity": ("電気", "電気の使用開始の申込み"),
    "gas": ("ガス", "ガスの開栓の申込みと、立会い日の調整"),
    "water": ("水道", "水道の使用開始の申込み"),
    "vehicle": ("自動車", "自動車の住所変更の案内"),
}
"""Kind of organisation → its heading and the purpose (個人情報保護法69条2項1号)."""


def consent_fields(case: Case) -> dict[str, FieldValue]:
    """Keys `consent.*`: a receiver each; its row is blank until the resident decides."""
    fields: dict[str, FieldValue] = {}
    decided = {c.receiver: c.given for c in case.reception.consents}
    wishes = {w.organisation: w for w in case.reception.wishes}
    rows = 0
    for determination in case.filed_today(OutcomeKind.APPLIES, OutcomeKind.GUIDE):
        request = determination.procedure.request
        if request is None:
            continue
        for organisation in case.town.organisations_for(request.kind)[:1]:
            rows += 1
            prefix = f"consent.receiver.{rows}"
            usual = (request.kind, f"{determination.procedure.title}の申込み")
            kind, purpose = _WORDS.get(request.kind, usual)
            fields[f"{prefix}.kind"] = kind
            fields[f"{prefix}.name"] = organisation.name
            fields[f"{prefix}.purpose"] = purpose
            fields[f"{prefix}.items"] = request.items
            given = decided.get(organisation.id)
            if given is not None:
                fields[f"{prefix}.send"] = given
            wish = wishes.get(organisation.id)
            if wish is not None:
                fields.setdefault("consent.start_date", wish.start_on)
    fields["consent.receiver.count"] = rows
    return fields
