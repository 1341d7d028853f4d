"""The household that is measured: the story's family of five, as an example file has it."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from counter_app.model.numbers import LinkCode, new_document_reference, new_id
from counter_app.model.people import Household
from counter_app.model.reception import Consent, IdentityCheck, LinkedMember, Protection, Reception
from counter_app.model.town import Town, load_town
from counter_app.paperwork.tasks import receivers
from counter_app.paperwork.values import Case
from counter_app.procedures.catalogue import Catalogue, standard_catalogue
from counter_app.procedures.determination import determine
from counter_app.procedures.household_file import read_household_file
from resources.loader import data_file

NOW = datetime(2026, 4, 3, 10, 8, tzinfo=timezone(timedelta(hours=9)))
DAY = date(2026, 4, 3)
PY = LinkCode("YK4M7R20")


@dataclass(frozen=True, slots=True)
class Story:
    """The case with what it was determined from."""

    case: Case
    catalogue: Catalogue

    @property
    def household(self) -> Household:
        return self.case.household

    @property
    def town(self) -> Town:
        return self.case.town

    def new_reception(self) -> Reception:
        """The same reception with another id, ready to be committed."""
        return replace(self.case.reception, id=new_id(), reference=new_document_reference())


def tell_story() -> Story:
    """The family's reception with every question answered and every receiver consented to."""
    file = read_household_file(data_file("examples", "h2.json"))
    town, catalogue = load_town(), standard_catalogue()
    filer = file.household.head.id
    reception = Reception(
        id=new_id(),
        reference=new_document_reference(),
        opened_at=NOW,
        clerk="佐伯",
        counter="窓口2",
        filed_on=DAY,
        protection=Protection.NO,
        identity=IdentityCheck("head", ("individual_number_card",), True, "佐伯", NOW),
        household=file.household,
        filer_id=filer,
        links=(LinkedMember(filer, PY.value),),
        answers=file.answers,
    )
    determinations = determine(
        catalogue, file.household, reception.known_answers, filed_on=DAY, town=town
    )
    case = Case(reception, file.household, determinations, town)
    consents = tuple(Consent(organisation.id, True) for organisation in receivers(case))
    return Story(replace(case, reception=replace(reception, consents=consents)), catalogue)
