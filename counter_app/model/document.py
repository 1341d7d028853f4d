"""Documents (書類) as values: the pages a resident saw, the act of signing (署名), and its proof.

What is signed is what was seen: the resident sees pictures of the pages, the act holds the
SHA-256 of each file and of each picture, and one act covers every document of the reception
through a Merkle root, so that each document can be verified alone.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

import msgspec

from counter_app.failures import CounterError, FailureCode
from counter_app.model.writing import OWN_HAND, Writing

_LEAF = b"\x00"
_NODE = b"\x01"

EVIDENCE_FILE = "signature-evidence.json"
"""Name of the attachment that carries the evidence inside a sealed PDF."""

EVIDENCE_VERSION = 2
"""Version of the evidence written now. Version 1 did not say who wrote: it was the signer."""


class DocumentState(StrEnum):
    """How far a document of a reception has come (書類の状態)."""

    RESERVED = "reserved"  # 採番済: a sheet number is set aside
    RENDERED = "rendered"  # 作成済
    SHOWN = "shown"  # 提示済: the resident has read every page
    SIGNED = "signed"  # 署名済
    SEALED = "sealed"  # 封印済
    PRINTED = "printed"  # 印刷済
    VOID = "void"  # 破棄: replaced by a corrected one


# --- the pen ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PenPoint:
    """One sample of the pen.

    `x`, `y` in 1/100 mm from the top left corner of the signature box, `t` in milliseconds from
    the first touch, `pressure` 0 to 1, `tilt_x`, `tilt_y` in degrees from upright.
    """

    x: int
    y: int
    t: int
    pressure: float = 1.0
    tilt_x: float = 0.0
    tilt_y: float = 0.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line of the pen, from touch to lift."""

    points: tuple[PenPoint, ...]


# --- what was shown ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One page as the resident saw it.

    `sheet` is its 書類番号, `page` counts from 1; `document_digest` is the SHA-256 of the PDF file
    and `shown_digest` that of the pixels on the tablet, both as 64 hexadecimal digits.
    """

    sheet: str
    page: int
    document_digest: str
    shown_digest: str


def document_digest(pdf: bytes) -> str:
    """SHA-256 of a document file, as 64 hexadecimal digits."""
    return hashlib.sha256(pdf).hexdigest()


# --- Merkle tree (RFC 6962 §2.1) --------------------------------------------------------------


def _leaf_hash(digest: str) -> bytes:
    return hashlib.sha256(_LEAF + bytes.fromhex(digest)).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    return 1 << ((count - 1).bit_length() - 1)


def _root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaves[0]
    middle = _split(len(leaves))
    return _node_hash(_root(leaves[:middle]), _root(leaves[middle:]))


def merkle_root(digests: Sequence[str]) -> str:
    """Merkle tree hash over document digests, in their order, as 64 hexadecimal digits.

    Raises ValueError for no document: an act without documents is not an act.
    """
    if not digests:
        raise ValueError("a Merkle root needs at least one document")
    return _root([_leaf_hash(digest) for digest in digests]).hex()


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """Why one document belongs to an act: its place among `size` documents and the audit path."""

    index: int
    size: int
    path: tuple[str, ...]

    def proves(self, digest: str, root: str) -> bool:
        """Whether the document with this digest is under this root (RFC 9162 §2.1.3.2)."""
        if not 0 <= self.index < self.size:
            return False
        try:
            found = _leaf_hash(digest)
            path = [bytes.fromhex(step) for step in self.path]
        except ValueError:
            return False
        node, last = self.index, self.size - 1
        for step in path:
            if last == 0:
                return False
            if node & 1 or node == last:
                found = _node_hash(step, found)
                while not node & 1 and node:
                    node, last = node >> 1, last >> 1
            else:
                found = _node_hash(found, step)
            node, last = node >> 1, last >> 1
        return last == 0 and found.hex() == root


def inclusion_proof(digests: Sequence[str], index: int) -> InclusionProof:
    """Audit path of the document at `index` (RFC 6962 §2.1.1). Raises IndexError."""
    if not 0 <= index < len(digests):
        raise IndexError("no such document")
    path: list[str] = []

    def walk(leaves: Sequence[bytes], place: int) -> None:
        if len(leaves) == 1:
            return
        middle = _split(len(leaves))
        if place < middle:
            walk(leaves[:middle], place)
            path.append(_root(leaves[middle:]).hex())
        else:
            walk(leaves[middle:], place - middle)
            path.append(_root(leaves[:middle]).hex())

    walk([_leaf_hash(digest) for digest in digests], index)
    return InclusionProof(index, len(digests), tuple(path))


# --- the act ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignatureAct:
    """One act of signing (署名): who, when, with which strokes, under which pages.

    `reference` is the 書類番号 of the reception (eight characters), `merkle_root` covers the
    documents in the order of `pages`. The strokes are those of the hand that `writing` names.
    """

    id: str
    reference: str
    signer_name: str
    strokes: tuple[Stroke, ...]
    pages: tuple[ShownPage, ...]
    merkle_root: str
    signed_at: datetime
    writing: Writing = OWN_HAND

    @classmethod
    def over(
        cls,
        pages: tuple[ShownPage, ...],
        strokes: tuple[Stroke, ...],
        *,
        id: str,
        reference: str,
        signer_name: str,
        signed_at: datetime,
        writing: Writing = OWN_HAND,
    ) -> Self:
        """The act that covers these pages.

        Raises CounterError SIGNATURE_EMPTY when the pen left no line, ValueError for a naive time.
        """
        if signed_at.tzinfo is None:
            raise ValueError("the time of signing needs its zone")
        if not any(len(stroke.points) > 1 for stroke in strokes):
            raise CounterError(FailureCode.SIGNATURE_EMPTY, "署名欄に線がありません")
        root = merkle_root(_documents(pages))
        return cls(id, reference, signer_name, strokes, pages, root, signed_at, writing)

    @property
    def documents(self) -> tuple[str, ...]:
        """Digests of the documents covered, in the order of the tree."""
        return _documents(self.pages)

    def proof_for(self, digest: str) -> InclusionProof:
        """Proof for one document of this act. Raises ValueError when the act does not cover it."""
        return inclusion_proof(self.documents, self.documents.index(digest))

    def seen_from(self, digest: str) -> "SignatureAct":
        """The act with the pages of one document alone.

        A sheet goes to one receiver; what else the household filed is not that receiver's business.
        """
        kept = tuple(page for page in self.pages if page.document_digest == digest)
        return replace(self, pages=kept)


def _documents(pages: tuple[ShownPage, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(page.document_digest for page in pages))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a sealed PDF says about itself; canonical JSON inside the file.

    The first `length` bytes of the sealed file are the document as it was signed, and their
    SHA-256 is `digest`. `act` and `proof` are absent on sheets no resident signs (受付票 …).
    """

    sheet: str
    digest: str
    length: int
    sealed_at: datetime
    act: SignatureAct | None = None
    proof: InclusionProof | None = None
    version: int = EVIDENCE_VERSION

    def to_json(self) -> bytes:
        """Canonical JSON: UTF-8, keys sorted, no spaces.

        Raises ValueError for an act that another hand wrote in version 1, which cannot say so.
        """
        if self.version > 1 or self.act is None:
            return msgspec.json.encode(self, order="sorted")
        if self.act.writing != OWN_HAND:
            raise ValueError("version 1 cannot say who wrote")
        plain = msgspec.to_builtins(self)
        del plain["act"]["writing"]
        return msgspec.json.encode(plain, order="sorted")

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """Read evidence. Raises ValueError unless `data` is its canonical form."""
        try:
            evidence = msgspec.json.decode(data, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise ValueError("not evidence of a signature") from error
        if not 1 <= evidence.version <= EVIDENCE_VERSION or evidence.to_json() != data:
            raise ValueError("evidence is not in canonical form")
        return evidence


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found in a file. `problems` are Japanese sentences; none means intact.

    `signer`, `signed_at`, `sheets` and `writing` are filled only from evidence the town's seal
    covers.
    """

    intact: bool
    sealed_by: str = ""
    sealed_at: datetime | None = None
    signer: str = ""
    signed_at: datetime | None = None
    sheets: tuple[str, ...] = ()
    documents_in_act: int = 0
    writing: Writing = OWN_HAND
    problems: tuple[str, ...] = ()

    def require_intact(self) -> None:
        """Raise CounterError SEAL_NOT_INTACT, with the first problem, unless the file is intact."""
        if not self.intact:
            raise CounterError(FailureCode.SEAL_NOT_INTACT, self.problems[0])
