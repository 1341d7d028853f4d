"""Small mistakes in a condition, one at a time: each is a text somebody could have written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+)|(?P<text>'[^']*')|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!?:()\[\],.+]))"
)
_COMPARED = {"==", "!=", "<", "<=", ">", ">=", "in"}
_FLIPPED = {
    "==": ("!=",),
    "!=": ("==",),
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
}


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an expression with its place in the text."""

    kind: str  # "choice", "||", "&&", "not", "compared", "list", "sum", "atom"
    start: int
    end: int
    parts: "tuple[Part, ...]" = ()
    sign: Token | None = None


@dataclass(frozen=True, slots=True)
class Mutated:
    """A changed condition and what was changed."""

    change: str
    text: str


def mutated(text: str) -> tuple[Mutated, ...]:
    """Every mistake of the kinds below, each text once."""
    found: dict[str, Mutated] = {}
    for one in _mistakes(text, _Parser(text).whole()):
        if one.text != text:
            found.setdefault(one.text, one)
    return tuple(found.values())


def _mistakes(text: str, part: Part) -> Iterator[Mutated]:
    def put(start: int, end: int, new: str, change: str) -> Mutated:
        return Mutated(change, text[:start] + new + text[end:])

    def said(piece: Part) -> str:
        return text[piece.start : piece.end]

    match part.kind:
        case "choice":
            when, yes, no = part.parts
            swapped = f"{said(when)} ? {said(no)} : {said(yes)}"
            yield put(part.start, part.end, swapped, "branches swapped")
            yield put(part.start, part.end, f"({said(yes)})", "choice dropped")
            yield put(part.start, part.end, f"({said(no)})", "choice dropped")
        case "||" | "&&":
            other = "&&" if part.kind == "||" else "||"
            for left, right in zip(part.parts, part.parts[1:], strict=False):
                between = text[left.end : right.start].replace(part.kind, other)
                whole = f"{said(left)}{between}{said(right)}"
                yield put(left.start, right.end, f"({whole})", f"{part.kind} made {other}")
            for dropped in range(len(part.parts)):
                kept = [p for place, p in enumerate(part.parts) if place != dropped]
                joined = f" {part.kind} ".join(said(p) for p in kept)
                yield put(part.start, part.end, f"({joined})", "part dropped")
        case "not":
            inner = part.parts[0]
            yield put(part.start, part.end, said(inner), "! dropped")
        case "compared":
            yield from _compared(text, part)
        case "list":
            for dropped in range(len(part.parts) if len(part.parts) > 1 else 0):
                kept = [p for place, p in enumerate(part.parts) if place != dropped]
                new = f"[{', '.join(said(p) for p in kept)}]"
                yield put(part.start, part.end, new, "choice of a list dropped")
        case "atom":
            piece = said(part)
            if piece.isdigit():
                yield put(part.start, part.end, str(int(piece) + 1), "number + 1")
                yield put(part.start, part.end, str(int(piece) - 1), "number - 1")
            elif piece in {"true", "false"}:
                other = "false" if piece == "true" else "true"
                yield put(part.start, part.end, other, "constant turned")
    if part.kind in {"compared", "atom"} and _is_condition(text, part):
        yield put(part.start, part.end, f"!({said(part)})", "negated")
    for below in part.parts:
        yield from _mistakes(text, below)


def _compared(text: str, part: Part) -> Iterator[Mutated]:
    sign = part.sign
    assert sign is not None
    for flipped in _FLIPPED.get(sign.text, ()):
        yield Mutated(
            f"{sign.text} made {flipped}", text[: sign.start] + flipped + text[sign.end :]
        )


def _is_condition(text: str, part: Part) -> bool:
    """Whether a part can be true or false by its look; what CEL refuses is no mutant anyway."""
    if part.kind == "compared":
        return True
    piece = text[part.start : part.end]
    return re.fullmatch(r"[a-z_]\w*(\.\w+\(.*\))?", piece, re.DOTALL) is not None and piece not in {
        "true",
        "false",
    }


class _Parser:
    """Recursive descent over the part of CEL the catalogue is written in."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[Token] = []
        place = 0
        while place < len(text.rstrip()):
            found = _TOKEN.match(text, place)
            assert found is not None, text[place:]
            kind = str(found.lastgroup)
            self._tokens.append(Token(kind, found[kind], found.start(kind), found.end(kind)))
            place = found.end()
        self._next = 0

    def whole(self) -> Part:
        part = self._choice()
        assert self._next == len(self._tokens), self._text
        return part

    def _peek(self) -> str:
        return self._tokens[self._next].text if self._next < len(self._tokens) else ""

    def _take(self) -> Token:
        self._next += 1
        return self._tokens[self._next - 1]

    def _choice(self) -> Part:
        when = self._joined("||")
        if self._peek() != "?":
            return when
        self._take()
        yes = self._choice()
        assert self._take().text == ":"
        no = self._choice()
        return Part("choice", when.start, no.end, (when, yes, no))

    def _joined(self, sign: str) -> Part:
        below = self._compared if sign == "&&" else lambda: self._joined("&&")
        parts = [below()]
        while self._peek() == sign:
            self._take()
            parts.append(below())
        if len(parts) == 1:
            return parts[0]
        return Part(sign, parts[0].start, parts[-1].end, tuple(parts))

    def _compared(self) -> Part:
        left = self._sum()
        if self._peek() not in _COMPARED:
            return left
        sign = self._take()
        right = self._sum()
        return Part("compared", left.start, right.end, (left, right), sign)

    def _sum(self) -> Part:
        parts = [self._unary()]
        while self._peek() == "+":
            self._take()
            parts.append(self._unary())
        if len(parts) == 1:
            return parts[0]
        return Part("sum", parts[0].start, parts[-1].end, tuple(parts))

    def _unary(self) -> Part:
        if self._peek() != "!":
            return self._primary()
        sign = self._take()
        inner = self._unary()
        return Part("not", sign.start, inner.end, (inner,))

    def _primary(self) -> Part:
        token = self._take()
        if token.text == "(":
            inner = self._choice()
            closing = self._take()
            return Part("group", token.start, closing.end, (inner,))
        if token.text == "[":
            parts: list[Part] = []
            while self._peek() != "]":
                parts.append(self._sum())
                if self._peek() == ",":
                    self._take()
            return self._called(Part("list", token.start, self._take().end, tuple(parts)))
        return self._called(Part("atom", token.start, token.end))

    def _called(self, part: Part) -> Part:
        """A method called on what stands before it stays one piece."""
        while self._peek() == ".":
            self._take()
            self._take()
            assert self._take().text == "("
            depth = 1
            while depth:
                token = self._take()
                depth += {"(": 1, ")": -1}.get(token.text, 0)
            part = Part("atom", part.start, token.end, part.parts)
        return part
