"""The embedded default shows its mails to whoever sits at this machine, and to nobody else."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

from coopnet.mailbox import letters
from coopnet.mailbox.backend import KEPT, KeepingBackend


@pytest.fixture
def kept(settings, tmp_path):
    """Two kept mails; returns the key of the newer one."""
    settings.MAILBOX_DIR = tmp_path / "mails"
    connection = get_connection("coopnet.mailbox.backend.KeepingBackend")
    first = mail.EmailMessage("Erste", "Nur Text: https://coopnet.example/a/", "a@x.example", ["anna@x.example"])
    second = EmailMultiAlternatives("Größe <b>", "Text", "a@x.example", ["bert@x.example"], connection=connection)
    second.attach_alternative('<p>Grüße</p><a href="https://coopnet.example/answer/">Ja</a>', "text/html")
    second.attach("plan.ics", "BEGIN:VCALENDAR", "text/calendar")
    assert connection.send_messages([first, second]) == 2
    return letters.keys(10)[0]


def test_the_list_shows_the_newest_first(client, db, kept):
    page = client.get(reverse("mailbox:list")).content.decode()
    assert page.index("bert@x.example") < page.index("anna@x.example")
    assert "Größe &lt;b&gt;" in page


def test_the_list_can_be_narrowed_to_one_person(client, db, kept):
    page = client.get(reverse("mailbox:list"), {"to": "Anna@"}).content.decode()
    assert "anna@x.example" in page
    assert "bert@x.example" not in page


def test_an_empty_mailbox_says_so(client, db, settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path / "none"
    assert "No mail yet" in client.get(reverse("mailbox:list")).content.decode()


def test_a_mail_is_shown_in_a_locked_frame(client, db, kept):
    page = client.get(reverse("mailbox:page", args=[kept])).content.decode()
    assert reverse("mailbox:html", args=[kept]) in page
    assert "plan.ics" in page
    inner = client.get(reverse("mailbox:html", args=[kept]))
    assert "Grüße" in inner.content.decode()
    policy = inner["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert inner["X-Frame-Options"] == "SAMEORIGIN"


def test_links_of_a_text_mail_can_be_followed(client, db, kept):
    oldest = letters.keys(10)[-1]
    assert 'href="https://coopnet.example/a/"' in client.get(reverse("mailbox:page", args=[oldest])).content.decode()


@pytest.mark.parametrize(
    "elsewhere",
    [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"REMOTE_ADDR": "2001:db8::1"}],
    ids=str,
)
def test_from_elsewhere_there_is_no_mailbox(client, db, kept, elsewhere):
    for path in (
        reverse("mailbox:list"),
        reverse("mailbox:page", args=[kept]),
        reverse("mailbox:html", args=[kept]),
    ):
        assert client.get(path, **elsewhere).status_code == 404
        assert client.get(path).status_code == 200


def test_with_a_mail_server_there_is_no_mailbox(client, db, kept, settings):
    settings.KEEP_MAILS = False
    assert client.get(reverse("mailbox:list")).status_code == 404


@pytest.mark.parametrize("key", ["1234567890-00000000", "../../coopnet.sqlite3", "1234567890-0000000g"])
def test_an_unknown_key_is_not_found(client, db, kept, key):
    assert client.get(f"/mailbox/{key}/").status_code == 404


def test_only_so_many_are_kept(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path
    for number in range(KEPT + 1):
        (tmp_path / f"{1000000000 + number}-00000000.eml").touch()
    KeepingBackend().send_messages([mail.EmailMessage("New", "x", "a@x.example", ["b@x.example"])])
    assert len(list(tmp_path.glob("*.eml"))) == KEPT
    assert letters.letter(letters.keys(1)[0]).subject == "New"
