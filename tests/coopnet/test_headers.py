"""What every answer carries, errors included."""

import pytest

from tests.factories.accounts import person


@pytest.mark.parametrize("path", ["/account/login/", "/does-not-exist/", "/"])
def test_every_answer_is_private_and_strict(client, db, path):
    person("Anna", "Becker")
    answer = client.get(path)
    assert answer["Cache-Control"] == "no-store, private" or "no-store" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in answer["Permissions-Policy"]
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_scripts_need_the_nonce_of_their_page(client, db):
    person("Anna", "Becker")
    first, second = (client.get("/account/login/") for _ in range(2))
    nonces = {part for part in first["Content-Security-Policy"].replace(";", " ").split() if "nonce" in part}
    assert nonces
    assert all(nonce.strip("'").removeprefix("nonce-") in first.content.decode() for nonce in nonces)
    assert all(nonce not in second["Content-Security-Policy"] for nonce in nonces)


def test_a_page_of_a_person_is_kept_by_nobody(client, db):
    client.force_login(person("Anna", "Becker"))
    assert "no-store" in client.get("/")["Cache-Control"]
