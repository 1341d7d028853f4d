"""Signing (署名): the resident reads every page on the tablet and signs once for all of them.

Nothing is stored until the pen is lifted and 「サインを終わる」 is pressed: a tablet that dies in
between leaves no half signature.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from counter_app.failures import CounterError, FailureCode
from counter_app.model.document import DocumentState, ShownPage, SignatureAct, Stroke
from counter_app.model.numbers import new_id, sheet_number
from counter_app.model.reception import Reception
from counter_app.model.writing import OWN_HAND, Writing
from counter_app.ports import (
    AuditEntry,
    Clock,
    PageImage,
    PageImaging,
    Sealing,
    Store,
    StoredDocument,
    Unit,
    Written,
)

TABLET_WIDTH_PX = 1240
"""Width in pixels at which pages are drawn for the tablet: 150 dpi of A4, sharp at ×2."""

CONSENT_FORM = "consent"


@dataclass(frozen=True, slots=True)
class PageToRead:
    """One page as the resident sees it."""

    document: StoredDocument
    image: PageImage

    @property
    def shown(self) -> ShownPage:
        sheet = sheet_number(self.document.number[:8], self.document.sheet, self.image.page)
        return ShownPage(sheet, self.image.page, self.document.digest, self.image.shown_digest)


class SigningSession:
    """One signer at the tablet: pages to read, then one act of signing.

    With a `writing` by another hand every page is read out, and the signer agrees to it before
    the pen.
    """

    def __init__(
        self,
        signer_id: str,
        signer_name: str,
        pages: tuple[PageToRead, ...],
        writing: Writing = OWN_HAND,
    ) -> None:
        self.signer_id = signer_id
        self.signer_name = signer_name
        self.pages = pages
        self.writing = writing
        self.written: Mapping[str, Written] = {}
        """What each document says and where, by its id: for the explanations beside its pages."""
        self._read: set[int] = set()

    def mark_read(self, index: int) -> None:
        """The resident said 「読みました」 for the page at `index`, counted from 0."""
        self._read.add(index)

    def agree(self) -> None:
        """The signer said that what was read out is right (読み聞かせの確認)."""
        self.writing = replace(self.writing, read_out=True)

    @property
    def read(self) -> frozenset[int]:
        return frozenset(self._read)

    @property
    def all_read(self) -> bool:
        return len(self._read) == len(self.pages)

    @property
    def documents(self) -> tuple[StoredDocument, ...]:
        """The documents of the session, each once, in reading order."""
        return tuple({page.document.id: page.document for page in self.pages}.values())


class Signing:
    """The use case. `witnessed`: a clerk who writes for a resident needs a second officer."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        imaging: PageImaging,
        sealing: Sealing,
        terminal: str,
        *,
        witnessed: bool = True,
    ) -> None:
        self._store = store
        self._clock = clock
        self._imaging = imaging
        self._sealing = sealing
        self._terminal = terminal
        self._witnessed = witnessed

    def signers(self, reception: Reception) -> tuple[str, ...]:
        """Members who have documents left to sign, in the order of the sheets."""
        with self._store.view() as unit:
            documents = unit.documents(reception.id)
        waiting = (d.signer for d in documents if d.signer and d.state is DocumentState.RENDERED)
        return tuple(dict.fromkeys(waiting))

    def begin(
        self, reception: Reception, signer_id: str, writing: Writing = OWN_HAND
    ) -> SigningSession:
        """Draw the signer's pages for the tablet; `writing` says whose hand will write.

        Raises SIGNING_CONSENT_OPEN while a consent among them has an undecided receiver, and
        SIGNING_FOR_INCOMPLETE while it is not said why another writes, who, or who sees it.
        """
        writing.require_whole(witness=self._witnessed)
        with self._store.view() as unit:
            documents = tuple(
                d
                for d in unit.documents(reception.id)
                if d.signer == signer_id and d.state is DocumentState.RENDERED
            )
        undecided = any(consent.given is None for consent in reception.consents)
        if undecided and any(d.form_id == CONSENT_FORM for d in documents):
            raise CounterError(FailureCode.SIGNING_CONSENT_OPEN)
        pages = tuple(
            PageToRead(document, image)
            for document in documents
            for image in self._imaging(document.pdf, width_px=TABLET_WIDTH_PX)
        )
        household = reception.household
        assert household is not None
        return SigningSession(signer_id, household.member(signer_id).name.text, pages, writing)

    def sign(
        self, reception: Reception, session: SigningSession, strokes: tuple[Stroke, ...]
    ) -> SignatureAct:
        """One act over every document of the session; each is sealed and stored in one transaction.

        Raises SIGNING_PAGES_UNREAD, SIGNING_NOT_READ_OUT (another hand wrote and the signer has
        not agreed to what was read out), SIGNATURE_EMPTY, or SIGNING_PAGES_REPLACED where a page
        was drawn anew, made void or signed after it was shown; nothing is stored then.
        """
        if not session.all_read:
            left = len(session.pages) - len(session.read)
            raise CounterError(FailureCode.SIGNING_PAGES_UNREAD, f"残り {left}ページ")
        if session.writing.by_other and not session.writing.read_out:
            raise CounterError(FailureCode.SIGNING_NOT_READ_OUT)
        act = SignatureAct.over(
            tuple(page.shown for page in session.pages),
            strokes,
            id=new_id(),
            reference=reception.reference,
            signer_name=session.signer_name,
            signed_at=self._clock(),
            writing=session.writing,
        )
        sealed = [
            replace(
                document,
                state=DocumentState.SEALED,
                sealed=self._sealing(document, act),
                signature_id=act.id,
            )
            for document in session.documents
        ]
        with self._store.unit() as unit:
            _require_as_shown(unit, reception.id, session.documents)
            unit.add_signature(reception.id, act)
            for document in sealed:
                unit.save_document(document)
            unit.audit(
                AuditEntry(
                    at=act.signed_at,
                    who=session.signer_name,
                    terminal=self._terminal,
                    what="document.sign",
                    case=reception.id,
                    reason=act.writing.record,
                    fields=tuple(document.number for document in sealed),
                )
            )
        return act


def _require_as_shown(unit: Unit, reception_id: str, shown: tuple[StoredDocument, ...]) -> None:
    """A sheet corrected while its signer was reading keeps its id: sealing the page that was shown
    would put it back in place of the corrected one.
    """
    now = {d.id: (d.state, d.digest) for d in unit.documents(reception_id, with_files=False)}
    gone = [d for d in shown if now.get(d.id) != (DocumentState.RENDERED, d.digest)]
    if gone:
        raise CounterError(FailureCode.SIGNING_PAGES_REPLACED, "、".join(d.title for d in gone))
