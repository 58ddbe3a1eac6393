"""The one-time code: typed by hand, proved without being sent, worth nothing to a false district."""

import os
from itertools import pairwise

import pytest

from forms.failures import InputFailure
from sync.protocol import enrolment, signing
from sync.protocol.enrolment import EnrolmentCode, new_code, open_grant, open_request, proves, read_code, seal_grant
from sync.protocol.messages import EnrolmentGrant
from sync.protocol.signing import BadSignature, public_key

SEED, DISTRICT, FALSE = bytes(range(32)), bytes(range(1, 33)), bytes(range(2, 34))
CODE = new_code(lambda count: bytes(range(count)))


def grant_of(server_seed: bytes) -> EnrolmentGrant:
    return EnrolmentGrant(1, "520100", "520101", "01", 1, public_key(server_seed), bytes(32), b"{}", "inc")


def test_a_code_reads_back_however_it_is_typed() -> None:
    text = CODE.text()
    assert len(text) == 14
    wide = text.translate({ord(ch): ord(ch) + 0xFEE0 for ch in text if ch != "-"})
    for typed in (text, text.lower(), text.replace("-", " "), text.replace("-", ""), wide, text.replace("0", "O")):
        assert read_code(typed) == CODE


def test_new_codes_differ() -> None:
    assert len({new_code(os.urandom).text() for _ in range(200)}) == 200


def test_every_wrong_character_and_every_swap_is_noticed() -> None:
    plain = CODE.text().replace("-", "")
    for at, right in enumerate(plain):
        for wrong in set(enrolment.ALPHABET) - {right}:
            with pytest.raises(InputFailure, match="有一位不对"):
                read_code(plain[:at] + wrong + plain[at + 1 :])
    for at, (left, right) in enumerate(pairwise(plain)):
        if left != right:
            with pytest.raises(InputFailure):
                read_code(plain[:at] + right + left + plain[at + 2 :])


@pytest.mark.parametrize(
    ("typed", "said"), [("", "现在是 0 位"), ("XK7P", "现在是 4 位"), ("XK7P-9M2Q-4T#R", "不会有“#”")]
)
def test_what_cannot_be_a_code_says_why(typed: str, said: str) -> None:
    with pytest.raises(InputFailure, match=said):
        read_code(typed)


def test_a_device_proves_the_code_and_gets_its_grant() -> None:
    key = CODE.key()
    data = enrolment.seal_request(CODE, key, SEED, "一号机", "0.1")
    request = open_request(data)
    assert CODE.secret.encode() not in data
    assert (request.code, request.device_key, request.machine) == (CODE.name, public_key(SEED), "一号机")
    assert proves(request, key)
    assert open_grant(
        seal_grant(grant_of(DISTRICT), key, public_key(SEED), DISTRICT), key, public_key(SEED)
    ) == grant_of(DISTRICT)


def test_a_wrong_secret_proves_nothing() -> None:
    wrong = EnrolmentCode(CODE.name, "0000000").key()
    assert not proves(open_request(enrolment.seal_request(CODE, wrong, SEED, "", "")), CODE.key())


def test_a_false_district_is_noticed() -> None:
    key = CODE.key()
    for server_seed, its_key in ((FALSE, bytes(32)), (FALSE, EnrolmentCode(CODE.name, "1111111").key())):
        with pytest.raises(BadSignature, match="does not know the code"):
            open_grant(seal_grant(grant_of(server_seed), its_key, public_key(SEED), server_seed), key, public_key(SEED))


def test_a_grant_for_another_device_is_not_taken() -> None:
    key = CODE.key()
    with pytest.raises(BadSignature):
        open_grant(seal_grant(grant_of(DISTRICT), key, public_key(FALSE), DISTRICT), key, public_key(SEED))


def test_a_request_under_a_key_that_is_not_its_own_is_refused() -> None:
    data = enrolment.seal_request(CODE, CODE.key(), SEED, "", "")
    payload = signing.open_sealed(data, public_key(SEED), "enrol-request")
    with pytest.raises(BadSignature, match="another key"):
        open_request(signing.seal(payload, FALSE, "enrol-request"))
