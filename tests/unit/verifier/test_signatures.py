"""Ed25519 by the verifier's own arithmetic: the vectors of RFC 8032, and the same answers as the library that signs."""

from hashlib import sha512

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as some

from deploy.minqing.verifier import ORDER, is_signed

P = 2**255 - 19
ABC = (
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
)
VECTORS = {
    "1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    "SHA(abc)": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        ABC,
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
}
KEY, MESSAGE, SIGNATURE = (bytes.fromhex(part) for part in VECTORS["3"])
SEED = bytes(range(32))
OWNED = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()
OWNER = int.from_bytes(sha512(SEED).digest()[:32], "little") & (2**254 - 8) | 2**254
SMALL = [  # points of order 1, 2, 4, 8: keys under which anything could be signed
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
]


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_of_the_standard_verify(name: str) -> None:
    key, message, signature = (bytes.fromhex(part) for part in VECTORS[name])
    assert is_signed(key, message, signature)
    assert not is_signed(key, message + b"!", signature)


@settings(max_examples=12)
@given(some.binary(min_size=32, max_size=32), some.binary(max_size=1100))
def test_what_the_library_signs_is_signed(seed: bytes, message: bytes) -> None:
    signer = Ed25519PrivateKey.from_private_bytes(seed)
    assert is_signed(signer.public_key().public_bytes_raw(), message, signer.sign(message))


@settings(max_examples=25)
@given(some.sampled_from(["key", "message", "signature"]), some.integers(0, 511))
def test_one_bit_changed_anywhere_is_one_too_many(where: str, bit: int) -> None:
    parts = {"key": KEY, "message": MESSAGE, "signature": SIGNATURE}
    changed = bytearray(parts[where])
    changed[bit // 8 % len(changed)] ^= 1 << bit % 8
    parts[where] = bytes(changed)
    assert not is_signed(**parts)
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(parts["key"]).verify(parts["signature"], parts["message"])


def test_a_signature_has_one_writing() -> None:
    answer = int.from_bytes(SIGNATURE[32:], "little") + ORDER
    assert not is_signed(KEY, MESSAGE, SIGNATURE[:32] + answer.to_bytes(32, "little"))


@pytest.mark.parametrize(("nought", "good"), [(1, True), (P + 1, False), (1 + 2**255, False), (P + 1 + 2**255, False)])
def test_a_point_has_one_writing(nought: int, good: bool) -> None:
    """The owner of a key can commit to nought, and may write it in one way only."""
    commitment = nought.to_bytes(32, "little")
    question = int.from_bytes(sha512(commitment + OWNED + MESSAGE).digest(), "little")
    answer = (question * OWNER % ORDER).to_bytes(32, "little")
    assert is_signed(OWNED, MESSAGE, commitment + answer) == good


@pytest.mark.parametrize("key", SMALL)
def test_a_key_that_would_sign_anything_signs_nothing(key: str) -> None:
    for commitment in SMALL:
        for message in (b"", b"a", b"b", b"c", b"d", b"e", b"f", b"g"):
            assert not is_signed(bytes.fromhex(key), message, bytes.fromhex(commitment) + bytes(32))
