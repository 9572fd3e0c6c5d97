"""Signed links of mails. They only answer or stop; they never sign in, and nothing of them is stored."""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing

ANSWER_VALID_FOR = timedelta(days=60)
_ANSWER = "nagging.answer"
_STOP = "nagging.stop"


class BadToken(Exception):
    """The link is forged, damaged or of another purpose."""


class ExpiredToken(BadToken):
    """The link was right, but its time is over."""


@dataclass(frozen=True)
class Claim:
    """Who may answer which finding in which of its episodes."""

    finding_id: int
    episode: int
    person_id: int


def answer_token(*, finding_id: int, episode: int, person_id: int) -> str:
    """A token for ``/answer/<token>/``, valid for 60 days."""
    return signing.TimestampSigner(salt=_ANSWER).sign(f"{finding_id}.{episode}.{person_id}")


def read_answer_token(token: str) -> Claim:
    """What ``token`` stands for; BadToken or ExpiredToken, whatever the text is."""
    return Claim(*_numbers(token, salt=_ANSWER, count=3, max_age=ANSWER_VALID_FOR))


def stop_token(*, person_id: int) -> str:
    """A token for ``/answer/stop/<token>/``; it does not expire, since an old mail has to be able to stop new ones."""
    return signing.TimestampSigner(salt=_STOP).sign(str(person_id))


def read_stop_token(token: str) -> int:
    """The id of the person who wants no more reminders; BadToken, whatever the text is."""
    return _numbers(token, salt=_STOP, count=1, max_age=None)[0]


def _numbers(token: str, *, salt: str, count: int, max_age: timedelta | None) -> list[int]:
    try:
        numbers = [int(part) for part in signing.TimestampSigner(salt=salt).unsign(token, max_age=max_age).split(".")]
    except signing.SignatureExpired as error:
        raise ExpiredToken from error
    except (signing.BadSignature, ValueError) as error:
        raise BadToken from error
    if len(numbers) != count:
        raise BadToken
    return numbers
