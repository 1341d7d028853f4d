"""Shows of a mutant that it is no mistake: nothing in the lattice tells it from the original."""

from itertools import product

from counter_app.procedures.catalogue import Catalogue
from counter_app.procedures.conditions import Scope
from counter_app.procedures.facts import Origin
from counter_app.procedures.lattice import lattice_of
from counter_app.procedures.lattice_domains import Lattice, RuleDomain
from counter_app.procedures.lattice_tree import Tree, condition_tree, procedure_tree
from counter_app.procedures.procedure import Outcome, Procedure
from counter_app.procedures.vocabulary import Vocabulary
from tests.oracle.catalogue_side import Values
from tests.oracle.mutants import Mutant, changed_sums, unfolded


class Equivalence:
    """Holds a mutant against the original over all the ways its facts can stand."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.lattice = lattice_of(catalogue)

    def shown(self, mutant: Mutant) -> bool:
        """Whether no way the facts can stand tells a mutant from the original."""
        if mutant.kind not in {"rule", "fact", "paper"}:
            return False
        originals = {
            (p.id, v.in_force_from): v for p in self.catalogue.procedures for v in p.versions
        }
        ours = self.catalogue.vocabulary
        for row in mutant.rows:
            original = originals[row.id, row.in_force_from]
            if not self._same_rule(original, row, mutant.vocabulary):
                return False
        for name in changed_sums(ours, mutant.vocabulary):
            if self._harmless(name, mutant):
                continue
            one, other = ours.aggregates[name].of, mutant.vocabulary.aggregates[name].of
            domain = _domain(self.lattice, ours, mutant.vocabulary, (one.text,), (other.text,))
            if not _alike(
                condition_tree(ours, one), condition_tree(mutant.vocabulary, other), domain
            ):
                return False
        return True

    def _harmless(self, name: str, mutant: Mutant) -> bool:
        """Whether a sum over other people than before changes no row for anybody.

        The person's own part of the sum is reckoned on both sides; that of the others is left open.
        """
        ours, other = self.catalogue.vocabulary, mutant.vocabulary
        one, two = ours.aggregates[name], other.aggregates[name]
        if one.origin is not Origin.ANY or name in {"has_claimant"}:
            return False
        before, after = condition_tree(ours, one.of), condition_tree(other, two.of)
        for row in mutant.rows:
            texts = tuple(c.text for c in row.conditions)
            if row.scope is Scope.HOUSEHOLD or (row.attachments and name in _paper_facts(row)):
                return False
            domain = _domain(
                self.lattice, ours, other, (*texts, one.of.text), (*texts, two.of.text)
            )
            for own_before, held_before in before.leaves(domain):
                for own_after, held_after in after.leaves(domain.given(own_before)):
                    own = {**own_before, **own_after}
                    if not self._same_whoever_else(
                        row, mutant, name, own, domain, (held_before is True, held_after is True)
                    ):
                        return False
        return True

    def _same_whoever_else(
        self,
        row: Procedure,
        mutant: Mutant,
        name: str,
        own: Values,
        domain: RuleDomain,
        held: tuple[bool, bool],
    ) -> bool:
        original = next(
            v
            for p in self.catalogue.procedures
            for v in p.versions
            if v.id == row.id and v.in_force_from == row.in_force_from
        )
        one = procedure_tree(self.catalogue.vocabulary, original)
        other = procedure_tree(mutant.vocabulary, row)
        for others_before, others_after in product((False, True), repeat=2):
            known = {**own, name: held[0] or others_before}
            for path, outcome in one.leaves(domain.given(known)):
                longer = {**path, **own, name: held[1] or others_after}
                for _, second in other.leaves(domain.given(longer)):
                    if _words(outcome) != _words(second):
                        return False
        return True

    def _same_rule(self, original: Procedure, row: Procedure, vocabulary: Vocabulary) -> bool:
        ours = self.catalogue.vocabulary
        before = [c.text for c in original.conditions]
        after = [c.text for c in row.conditions]
        before += [a.when.text for a in original.attachments if a.when is not None]
        after += [a.when.text for a in row.attachments if a.when is not None]
        domain = _domain(self.lattice, ours, vocabulary, tuple(before), tuple(after))
        one, other = procedure_tree(ours, original), procedure_tree(vocabulary, row)
        papers = [
            (condition_tree(ours, a.when), condition_tree(vocabulary, b.when))
            for a, b in zip(original.attachments, row.attachments, strict=True)
            if a.when is not None and b.when is not None and a.when.text != b.when.text
        ]
        for path, outcome in one.leaves(domain):
            for _, second in other.leaves(domain.given(path)):
                if _words(outcome) != _words(second):
                    return False
            if outcome is None:
                continue
            for needed, also in papers:
                for longer, needs in needed.leaves(domain.given(path)):
                    known = {**path, **longer}
                    if any(needs is not n for _, n in also.leaves(domain.given(known))):
                        return False
        return True


def _paper_facts(row: Procedure) -> frozenset[str]:
    return frozenset().union(*(a.when.mentions for a in row.attachments if a.when is not None))


def _words(outcome: Outcome | None) -> tuple[str, str] | None:
    return (outcome.kind.value, outcome.reason) if outcome is not None else None


def _alike(one: Tree[bool], other: Tree[bool], domain: RuleDomain) -> bool:
    return all(
        holds is also
        for path, holds in one.leaves(domain)
        for _, also in other.leaves(domain.given(path))
    )


def _domain(
    lattice: Lattice,
    ours: Vocabulary,
    other: Vocabulary,
    before: tuple[str, ...],
    after: tuple[str, ...],
) -> RuleDomain:
    """Fine enough for both: every number and word of either."""
    return RuleDomain(
        lattice,
        tuple(unfolded(ours, text) for text in before)
        + tuple(unfolded(other, text) for text in after),
    )
