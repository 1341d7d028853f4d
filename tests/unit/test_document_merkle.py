"""The Merkle tree over the documents of one act (RFC 6962 §2.1)."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.model.document import InclusionProof, inclusion_proof, merkle_root

LEAVES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Leaves and roots of the test tree that implementations of RFC 6962 share."""


def digests(count: int) -> tuple[str, ...]:
    return tuple(hashlib.sha256(bytes([number])).hexdigest() for number in range(count))


@pytest.mark.parametrize("count", range(1, 9))
def test_the_root_equals_the_published_one(count: int) -> None:
    assert merkle_root(LEAVES[:count]) == ROOTS[count - 1]


def test_an_act_without_documents_has_no_root() -> None:
    with pytest.raises(ValueError, match="at least one"):
        merkle_root(())


@pytest.mark.parametrize("count", range(1, 34))
def test_each_document_is_proved_by_its_own_proof_and_by_no_other(count: int) -> None:
    documents = digests(count)
    root = merkle_root(documents)
    for index, digest in enumerate(documents):
        proof = inclusion_proof(documents, index)
        for other, candidate in enumerate(documents):
            assert proof.proves(candidate, root) == (other == index), (index, other)
        assert not proof.proves(digest, merkle_root((*documents, digests(34)[-1])))


def test_a_node_of_the_tree_is_not_taken_for_a_document() -> None:
    documents = digests(4)
    root = merkle_root(documents)
    proof = inclusion_proof(documents, 0)
    left, right = (
        hashlib.sha256(b"\x00" + bytes.fromhex(digest)).hexdigest() for digest in documents[:2]
    )
    assert not InclusionProof(0, 2, proof.path[1:]).proves(left + right, root)


def test_there_is_no_proof_for_a_document_outside() -> None:
    with pytest.raises(IndexError):
        inclusion_proof(digests(3), 3)


@given(
    st.integers(-2, 40),
    st.integers(-2, 40),
    st.lists(st.text("0123456789abcdefxyz ", max_size=70), max_size=6),
)
def test_an_invented_proof_is_refused_and_never_raises(
    index: int, size: int, path: list[str]
) -> None:
    documents = digests(5)
    invented = InclusionProof(index, size, tuple(path))
    assert not invented.proves(digests(6)[5], merkle_root(documents))
