"""Interview and choices (聞き取り・選択): answers, attachments, consents and wishes."""

from dataclasses import replace

from counter_app.failures import CounterError, FailureCode
from counter_app.intake.record import Recording
from counter_app.model.attachment import AttachmentState
from counter_app.model.contact import read_phone
from counter_app.model.facts import Answer
from counter_app.model.people import Source
from counter_app.model.reception import Consent, Reception, UtilityWish
from counter_app.paperwork.wishes import WishTerms, other_parts
from counter_app.procedures.attachments import recorded, reopened
from counter_app.procedures.procedure import AttachmentRule


class Choices(Recording):
    """What the household says and decides."""

    def answer(self, reception: Reception, *answers: Answer) -> Reception:
        """Store answers; a later answer to the same question replaces the earlier one."""
        given = {(a.fact, a.member) for a in answers}
        kept = tuple(a for a in reception.answers if (a.fact, a.member) not in given)
        return self._save(
            replace(reception, answers=kept + answers),
            "interview.answer",
            fields=tuple(a.fact for a in answers),
        )

    def take_back(self, reception: Reception, fact: str, member: str) -> Reception:
        """Take an answer back; the question is open again."""
        kept = tuple(a for a in reception.answers if (a.fact, a.member) != (fact, member))
        return self._save(replace(reception, answers=kept), "interview.take_back", fields=(fact,))

    def record_attachment(
        self, reception: Reception, rule: AttachmentRule, state: AttachmentState, source: Source
    ) -> Reception:
        """What became of a paper (添付): RECEIVED by an inquiry, HANDED_IN on paper, or ON_PAPER
        when the 照会 brought nothing.

        Raises ValueError for a step no paper takes.
        """
        answer = recorded(reception.answers, rule, state, source)
        kept = tuple(a for a in reception.answers if (a.fact, a.member) != (answer.fact, ""))
        return self._save(
            replace(reception, answers=(*kept, answer)),
            f"attachment.{state.value}",
            fields=(rule.key,),
        )

    def reopen_attachment(self, reception: Reception, rule: AttachmentRule) -> Reception:
        """A paper stands as at first again (まだ): what was recorded of it was a mistake."""
        answers = reopened(reception.answers, rule)
        if answers == reception.answers:
            return reception
        return self._save(
            replace(reception, answers=answers), "attachment.reopened", fields=(rule.key,)
        )

    def postpone(self, reception: Reception, procedure_id: str, today: bool) -> Reception:
        """Whether a procedure is filed today (今日は出さない)."""
        postponed = tuple(p for p in reception.postponed if p != procedure_id)
        if not today:
            postponed = (*postponed, procedure_id)
        return self._save(replace(reception, postponed=postponed), "procedure.postpone")

    def ask_consents(
        self, reception: Reception, receivers: tuple[str, ...], wishes: tuple[UtilityWish, ...]
    ) -> Reception:
        """Put each receiver a consent is needed for before the resident, undecided.

        Receivers that no longer concern the household go; decisions already given and wishes
        already told stay.
        """
        given = {c.receiver: c.given for c in reception.consents}
        wished = {w.organisation: w for w in reception.wishes}
        consents = tuple(Consent(receiver, given.get(receiver)) for receiver in receivers)
        kept = tuple(wished.get(w.organisation, w) for w in wishes)
        if (consents, kept) == (reception.consents, reception.wishes):
            return reception
        return self._save(replace(reception, consents=consents, wishes=kept), "consent.ask")

    def decide_consent(self, reception: Reception, receiver: str, given: bool) -> Reception:
        """The resident's own decision toward one receiver (送る／送らない)."""
        others = tuple(c for c in reception.consents if c.receiver != receiver)
        changed = replace(reception, consents=(*others, Consent(receiver, given)))
        return self._save(changed, "consent.decide", fields=(receiver,))

    def wish(self, reception: Reception, wish: UtilityWish, terms: WishTerms) -> Reception:
        """When an organisation should begin (使用開始の希望), on the organisation's own terms.

        A sheet that shows the former wish is stale from here on, signed or not: it is rendered
        anew by the next `Documents.prepare`. Raises WISH_NOT_POSSIBLE; nothing changes then.
        """
        assert wish.organisation == terms.organisation.id
        faults = terms.faults(wish, max(self._clock().date(), reception.filed_on))
        if faults:
            raise CounterError(FailureCode.WISH_NOT_POSSIBLE, "".join(f.words for f in faults))
        wish = replace(wish, contact=read_phone(wish.contact) if wish.contact else "")
        known = {w.organisation: w for w in reception.wishes}
        former = known.get(wish.organisation)
        if former == wish:
            return reception
        known[wish.organisation] = wish
        changed = replace(reception, wishes=tuple(known.values()))
        fields = (wish.organisation, *other_parts(former, wish))
        return self._save(changed, "utility.wish", fields=fields)
