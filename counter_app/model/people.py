"""People, households and what the old town sends about them (世帯, 異動者, 転出証明書情報)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from counter_app.model.names import PersonName

HEAD: Final = "世帯主"
"""The 続柄 of the one the others' relations are counted from."""


class Sex(StrEnum):
    """Sex as the resident record keeps it (性別): 1 男, 2 女 on the card."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Where a fact comes from; shown as a tag beside it (出どころ)."""

    JUKI = "juki"  # 住: 転出証明書情報
    CARD = "card"  # カ: 券面事項
    ANNOUNCED = "announced"  # 届: 転入予約・予約の連絡
    ASKED = "asked"  # 聞: 聞き取り
    PAPER = "paper"  # 紙の転出証明書


class HealthInsurance(StrEnum):
    """Kind of health insurance (医療保険の種類) a person had in the old town."""

    NATIONAL = "national"  # 国民健康保険
    EMPLOYEE = "employee"  # 社会保険 本人
    EMPLOYEE_DEPENDANT = "employee_dependant"  # 社会保険 被扶養者
    GUILD = "guild"  # 国民健康保険組合
    ELDERLY = "elderly"  # 後期高齢者医療
    WELFARE = "welfare"  # 生活保護
    NONE = "none"


class MoveKind(StrEnum):
    """How the household moves in (異動の種類)."""

    SPECIAL = "special"  # 特例転入（カード）
    CERTIFICATE = "certificate"  # 紙の転出証明書
    FROM_ABROAD = "from_abroad"  # 国外から


class Arrival(StrEnum):
    """Why a person stands among those who move in (異動者になった訳)."""

    TRANSFER = "transfer"  # 転出証明書情報に載っている
    WITHOUT_CERTIFICATE = "without_certificate"  # 一緒に移ったが、載っていない
    NEWBORN = "newborn"  # 生まれた子: 出生届で記載する (戸籍法49条)
    ON_PAPER = "on_paper"  # 紙の転出証明書に載っている
    FROM_ABROAD = "from_abroad"  # 国外から: 旅券で確かめる (住基法22条1項7号)


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its registered spelling; 方書 (building) is a field of its own (DS-442)."""

    prefecture: str
    municipality: str
    town: str  # 町字・番地以下
    building: str = ""  # 方書
    postcode: str = ""  # 000-0000

    @property
    def line(self) -> str:
        """Prefecture to number, as printed; without the building."""
        return f"{self.prefecture}{self.municipality}{self.town}"


@dataclass(frozen=True, slots=True)
class FamilyRegister:
    """Where the family register is (本籍) and whose it is (筆頭者)."""

    address: str
    head: str


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the transfer certificate says of a member's card (個人番号カード)."""

    held: bool
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class PensionRecord:
    """National pension (国民年金): kind 1–3, and the last four digits of the pension number."""

    kind: int
    number_tail: str = ""


@dataclass(frozen=True, slots=True)
class CareRecord:
    """Long-term care (介護保険) in the old town: certified level and until when."""

    insured: bool
    level: str = ""  # "" none, "要支援1" … "要介護5"
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class ForeignStatus:
    """Residence status of a foreign resident (住基法30条の45)."""

    nationality: str
    status: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person who moves (異動者). Never holds an individual number."""

    id: str
    name: PersonName
    birth: date
    sex: Sex
    relation: str  # 続柄: 世帯主, 妻, 子 …
    register: FamilyRegister | None = None
    health: HealthInsurance = HealthInsurance.NONE
    pension: PensionRecord | None = None
    care: CareRecord | None = None
    child_allowance_recipient: bool = False
    card: CardFacts = CardFacts(held=False)
    foreign: ForeignStatus | None = None
    sources: tuple[tuple[str, Source], ...] = ()
    """Field name → where it came from, where that is not the transfer certificate."""
    arrival: Arrival = Arrival.TRANSFER
    paper_seen: bool = False
    """The paper that stands for a missing transfer certificate was shown (see `Arrival`)."""

    @property
    def is_head(self) -> bool:
        return self.relation == HEAD

    @property
    def unconfirmed(self) -> bool:
        """Whether all that is known of the person was only said at the counter (未確認)."""
        return self.arrival not in _CERTIFIED and not self.paper_seen

    def source(self, field: str) -> Source:
        """Where a field of the person came from; of one nobody sent, all was said."""
        usual = _CERTIFIED.get(self.arrival, Source.ASKED)
        return dict(self.sources).get(field, usual)


_CERTIFIED: Final = {Arrival.TRANSFER: Source.JUKI, Arrival.ON_PAPER: Source.PAPER}
"""Whom the old town certifies, and what of."""


@dataclass(frozen=True, slots=True)
class TransferCertificate:
    """転出証明書情報 (住基令23条, 24条の3): what the old town sends, by push or by pull."""

    id: str
    from_party: str  # party id of the old town, e.g. "city.x"
    from_town: str
    planned_move_out: date
    new_address: Address
    old_address: Address
    old_head: str
    members: tuple[Member, ...]
    whole_household: bool = True
    protected: bool = False  # 支援措置 known to the old town
    announced_visit: date | None = None
    announced_phone: str = ""  # 連絡先 of the announced visit
    announced_answers: tuple[tuple[str, str, str | bool | int], ...] = ()
    """Answers given with the announced visit (転入予約): fact id, member id or "", value."""


@dataclass(frozen=True, slots=True)
class Household:
    """The household that moves in (世帯), as the counter knows it now."""

    members: tuple[Member, ...]
    new_address: Address
    old_address: Address
    old_head: str
    old_prefecture: str
    planned_move_out: date
    moved_on: date
    kind: MoveKind = MoveKind.SPECIAL
    whole: bool = True
    joins_existing: bool = False
    from_party: str = ""
    returning: bool = False  # 再転入: the town keeps an earlier record of them
    existing_head: PersonName | None = None
    """世帯主 of the household they join, who does not move; None where nobody told."""
    separate: bool = False  # 同じ住所に、別の世帯がもうある
    by_hand: bool = False  # nothing was sent: typed from 紙の転出証明書, or they come from abroad

    @property
    def head(self) -> Member:
        return next((m for m in self.members if m.is_head), self.members[0])

    @property
    def lacks_head(self) -> bool:
        """Whether nobody is 世帯主 in a household of its own; `head` is a stand-in then."""
        return not self.joins_existing and not any(m.is_head for m in self.members)

    @property
    def joined_head(self) -> PersonName | None:
        """世帯主 of the household they join, who stays it; None where one of them is the head."""
        return self.existing_head if self.under_another else None

    @property
    def under_another(self) -> bool:
        """Whether they join a household whose head does not move with them, and stays its head."""
        return self.joins_existing and not any(m.is_head for m in self.members)

    @property
    def head_name(self) -> PersonName:
        """The name of the head under whom they are recorded, who need not be one who moves."""
        return self.joined_head or self.head.name

    @property
    def lacks_existing_head(self) -> bool:
        """Whether they join a household whose head nobody has told yet."""
        return self.under_another and self.existing_head is None

    def member(self, member_id: str) -> Member:
        """The member with that id. Raises KeyError."""
        for member in self.members:
            if member.id == member_id:
                return member
        raise KeyError(member_id)
