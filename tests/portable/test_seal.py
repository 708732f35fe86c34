"""The seal of a document: who signed what, and why it does not hold."""

import base64
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from connectors.simulator.area import EXAMPLESHIRE
from connectors.simulator.council_keys import key_of
from hub.care_group import council_keys
from hub.domain.portability_documents import ANOTHER as NOT_OURS
from hub.domain.portability_documents import MALFORMED as HASH_MALFORMED
from hub.domain.portability_documents import NO_KEY, UNSIGNED, NoKeys, doubt_of
from hub.domain.portability_state import Case, Document, Notice
from hub.domain.rules import Rule
from hub.domain.said import Said
from hub.errors import Rejected, Unavailable
from hub.events.values import Moment
from hub.portable.canonical import digest
from hub.portable.council_keys import read_keys, read_private_key
from hub.portable.reading import read
from hub.portable.seal import ANOTHER, CHANGED, MALFORMED, WRONG, CouncilKeys, doubt_of_seal, signed
from hub.processors.portability import PortabilityProcessor
from hub.settings import Settings
from tests.domain.stories import Story
from tests.portable.papers import HERE, KEY, OTHER_KEY, THERE, paper, raw
from tests.processors.moving import notified, sent
from tests.processors.people import fold

KEYS = CouncilKeys({HERE: (OTHER_KEY.public_key(), KEY.public_key()), THERE: (OTHER_KEY.public_key(),)})


def test_a_signed_document_is_verified_at_the_other_council() -> None:
    """By any of the keys of the council that sends it, also after it was written anew."""
    sealed = signed(paper(), HERE, KEY)
    found = read(raw(sealed))
    assert found.faults == ()
    assert doubt_of_seal(found.content, HERE, KEYS) is None
    assert sealed["seal"]["sha256"] == digest(paper())
    assert signed(sealed, HERE, KEY) == sealed


def test_why_a_seal_does_not_hold() -> None:
    """Unsigned, changed since, by another council, by another key, no key known, and nonsense."""
    sealed = signed(paper(), HERE, KEY)
    seal = sealed["seal"]
    assert doubt_of_seal(paper(), HERE, KEYS) == UNSIGNED
    assert doubt_of_seal(sealed | {"advocateRequired": True}, HERE, KEYS) == CHANGED
    assert doubt_of_seal(signed(paper(), THERE, OTHER_KEY), HERE, KEYS) == ANOTHER
    assert doubt_of_seal(signed(paper(), THERE, KEY), THERE, KEYS) == WRONG
    assert doubt_of_seal(sealed, HERE, CouncilKeys({})) == NO_KEY
    assert doubt_of_seal(sealed, HERE, NoKeys()) == NO_KEY
    for signature in ("?", "é", "AAA"):
        assert doubt_of_seal(sealed | {"seal": seal | {"signature": signature}}, HERE, KEYS) == MALFORMED


def case(first: str | None = HERE) -> Case:
    """Return a move from a council."""
    notice = Notice(date(2026, 6, 1), first, THERE, None)
    return Case("M1", (), Said(notice, 0, Rule.MOVE_NOTIFIED))


def document(sha256: str, signed_by: str | None, signature: str | None) -> Document:
    """Return a document that came."""
    return Document("DOC1", sha256, signed_by, signature, Said(Moment(0), 1, Rule.MOVE_DOCUMENTS_CAME))


def test_the_receiver_says_why_a_document_that_came_is_not_verified() -> None:
    """Capital letters are the same hash; without a named signer it is the council that the person leaves."""
    seal = signed(paper(), HERE, KEY)["seal"]
    sha256, signature = seal["sha256"], seal["signature"]
    assert doubt_of(document(sha256, HERE, signature), case(), KEYS) is None
    assert doubt_of(document(sha256.upper(), None, signature), case(), KEYS) is None
    assert doubt_of(document(sha256, HERE, signature), case(None), KEYS) is None
    assert doubt_of(document("no hash", HERE, signature), case(), KEYS) == HASH_MALFORMED
    assert doubt_of(document(sha256, HERE, None), case(), KEYS) == UNSIGNED
    assert doubt_of(document(sha256, None, signature), case(None), KEYS) == UNSIGNED
    assert doubt_of(document(sha256, THERE, signature), case(), KEYS) == NOT_OURS
    assert doubt_of(document("00" * 32, HERE, signature), case(), KEYS) == WRONG


def test_a_document_that_does_not_verify_is_kept_and_marked() -> None:
    """Verified beside unverified; the same document again is one, with another hash it is another; a finding each."""
    seal, story = signed(paper(), HERE, KEY)["seal"], Story()
    notified(story)
    sent(story, "2026-05-10T09:00", sha256=seal["sha256"], signature=seal["signature"])
    sent(story, "2026-05-11T09:00", sha256=seal["sha256"], signature=seal["signature"])
    sent(story, "2026-05-12T09:00", signature=None)
    processor = PortabilityProcessor(seals=KEYS)
    state = fold(story, processor)
    (shown,) = processor.view(state, date(2026, 5, 20))["moves"]
    assert [(each["verified"], each["reason"]) for each in shown["documents"]] == [(True, None), (False, UNSIGNED)]
    assert [finding["rule"] for finding in shown["findings"]] == ["document_not_verified"]
    assert processor.reasons(state, date(2026, 5, 20))["moves.0.documents.0"] == (2, "move_documents_came")
    (kept,) = processor.withholding().view(state, date(2026, 5, 20))["moves"]
    assert (kept["documents"][0]["verified"], kept["documents"][0]["signed_by"]) == (True, None)


def _base64(key: bytes) -> str:
    return base64.b64encode(key).decode()


def test_keys_are_read_as_bytes_and_as_openssl_writes_them(tmp_path: Path) -> None:
    """Both forms of one key verify the same signature."""
    bare = _base64(KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
    der = _base64(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    file = tmp_path / "keys.toml"
    for text in (bare, der):
        file.write_text(f'[keys]\n{HERE} = ["{text}"]\n', encoding="utf-8")
        assert doubt_of_seal(signed(paper(), HERE, KEY), HERE, read_keys(file)) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("[", "not_toml"),
        ("", "no_keys"),
        (f'[keys]\n{HERE} = "x"', "not_a_list"),
        (f"[keys]\n{HERE} = [1]", "not_a_list"),
        (f'[keys]\n{HERE} = ["?"]', "not_a_key"),
        (f'[keys]\n{HERE} = ["AAAA"]', "not_a_key"),
        (
            f'[keys]\n{HERE} = ["'
            + _base64(
                generate_private_key(SECP256R1())
                .public_key()
                .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            )
            + '"]',
            "not_a_key",
        ),
    ],
)
def test_a_key_file_that_is_none_is_refused_with_its_place(tmp_path: Path, text: str, rule: str) -> None:
    """The hub does not start with keys that it cannot use, and says which council's they are."""
    file = tmp_path / "keys.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Rejected) as refused:
        read_keys(file)
    assert refused.value.rule == rule


def test_a_private_key_is_pem_of_the_right_kind(tmp_path: Path) -> None:
    """Another kind of key, no key, and no file are said apart."""
    file = tmp_path / "council.pem"
    file.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    assert read_private_key(file).sign(b"x") == KEY.sign(b"x")
    for content in (
        b"no key",
        generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    ):
        file.write_bytes(content)
        with pytest.raises(Rejected):
            read_private_key(file)
    with pytest.raises(Unavailable):
        read_keys(tmp_path / "absent.toml")


COUNCIL = EXAMPLESHIRE.councils[0]


def test_a_desk_knows_the_keys_of_the_invented_councils_and_live_mode_nobodys(tmp_path: Path) -> None:
    """So a demonstration shows a checked seal; a file that is named is the only one that is read."""
    paper = signed({"a": "b"}, COUNCIL.code, key_of(COUNCIL))
    file = tmp_path / "keys.toml"
    file.write_text("[keys]\n", encoding="utf-8")
    desk, live, own = (
        Settings.model_construct(mode="desk"),
        Settings.model_construct(mode="live"),
        Settings.model_construct(mode="desk", council_keys_file=file),
    )
    doubts = [doubt_of_seal(paper, COUNCIL.code, council_keys(one)) for one in (desk, live, own)]
    assert doubts == [None, "no_key_of_council", "no_key_of_council"]
