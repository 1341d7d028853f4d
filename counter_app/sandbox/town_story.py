"""The people of the sandbox's story: the household of five from X市, and a single employee."""

from datetime import date
from typing import Final

from counter_app.model.names import KanaStatus, PersonName
from counter_app.model.people import (
    Address,
    CardFacts,
    CareRecord,
    FamilyRegister,
    HealthInsurance,
    Member,
    PensionRecord,
    Sex,
    TransferCertificate,
)

FILED_ON: Final = date(2026, 4, 3)
MOVED_ON: Final = date(2026, 3, 28)
OLD_TOWN: Final = "city.x"

_WATANABE: Final = "渡邉\U000e010f"
_NEW_HOME: Final = Address("乙県", "南郡Y町", "大字上原1234番地5", "ハイツ髙﨑 203号室", "000-1234")
_OLD_HOME: Final = Address(
    "甲県", "X市", "本町三丁目4番5号", "グランドハイツ葛\U000e0102西 1102号室", "000-5678"
)
_REGISTER: Final = FamilyRegister("甲県X市本町三丁目4番", f"{_WATANABE}\u3000髙志")

TAKASHI: Final = Member(
    id="m1",
    name=PersonName(f"{_WATANABE}\u3000髙志", "ワタナベ\u3000タカシ"),
    birth=date(1991, 11, 5),
    sex=Sex.MALE,
    relation="世帯主",
    register=_REGISTER,
    health=HealthInsurance.NATIONAL,
    pension=PensionRecord(1, "4821"),
    child_allowance_recipient=True,
    card=CardFacts(held=True, valid_until=date(2031, 11, 5)),
)
MISAKI: Final = Member(
    id="m2",
    name=PersonName(f"{_WATANABE}\u3000美咲", "ワタナベ\u3000ミサキ"),
    birth=date(1993, 7, 18),
    sex=Sex.FEMALE,
    relation="妻",
    register=_REGISTER,
    health=HealthInsurance.NATIONAL,
    pension=PensionRecord(1, "0937"),
    card=CardFacts(held=True, valid_until=date(2033, 7, 18)),
)
AOI: Final = Member(
    id="m3",
    name=PersonName(f"{_WATANABE}\u3000葵", "ワタナベ\u3000アオイ"),
    birth=date(2018, 6, 12),
    sex=Sex.FEMALE,
    relation="子",
    register=_REGISTER,
    health=HealthInsurance.NATIONAL,
    card=CardFacts(held=True, valid_until=date(2028, 6, 12)),
)
MINATO: Final = Member(
    id="m4",
    name=PersonName(f"{_WATANABE}\u3000湊", "ワタナベ\u3000ミナト"),
    birth=date(2022, 9, 20),
    sex=Sex.MALE,
    relation="子",
    register=_REGISTER,
    health=HealthInsurance.NATIONAL,
)
SHIZU: Final = Member(
    id="m5",
    name=PersonName(
        "\U00020bb7\ufa11\u3000シヅ", "ヨシザキ\u3000シヅ", kana_status=KanaStatus.PROVISIONAL
    ),
    birth=date(1947, 10, 2),
    sex=Sex.FEMALE,
    relation="妻の母",
    register=FamilyRegister("丙県Z市大字古里56番地", "\U00020bb7\ufa11\u3000又藏"),
    health=HealthInsurance.ELDERLY,
    care=CareRecord(insured=True, level="要介護2", valid_until=date(2027, 2, 28)),
)

FAMILY: Final = TransferCertificate(
    id="X-R8-00417",
    from_party=OLD_TOWN,
    from_town="甲県X市",
    planned_move_out=MOVED_ON,
    new_address=_NEW_HOME,
    old_address=_OLD_HOME,
    old_head=TAKASHI.name.text,
    members=(TAKASHI, MISAKI, AOI, MINATO, SHIZU),
    announced_visit=FILED_ON,
    announced_phone="090-0000-0000",
)
"""Household H2: five people; its certificate can be pushed in advance or asked for."""

CHINATSU: Final = Member(
    id="m1",
    name=PersonName("小林\u3000千夏", "コバヤシ\u3000チナツ"),
    birth=date(1997, 5, 20),
    sex=Sex.FEMALE,
    relation="世帯主",
    register=FamilyRegister("甲県X市緑町二丁目8番", "小林\u3000健一"),
    health=HealthInsurance.EMPLOYEE,
    pension=PensionRecord(2, "3310"),
    card=CardFacts(held=True, valid_until=date(2032, 5, 20)),
)

SINGLE: Final = TransferCertificate(
    id="X-R8-00533",
    from_party=OLD_TOWN,
    from_town="甲県X市",
    planned_move_out=MOVED_ON,
    new_address=Address("乙県", "南郡Y町", "字川端88番地", "メゾン川端 102号室", "000-1235"),
    old_address=Address("甲県", "X市", "緑町二丁目8番1号", "コーポ緑 101号室", "000-5679"),
    old_head=CHINATSU.name.text,
    members=(CHINATSU,),
    whole_household=True,
)
"""Household H1: one employee of 28; nothing was announced, its certificate is asked for."""

TAKASHI_CODE: Final = "YK4M7R20"
"""PY of 髙志 in the stories where Y町 already knows him."""
