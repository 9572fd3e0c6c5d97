"""The log: one line per event, and no token that somebody could use."""

import logging

from coopnet.logs import LineFormatter


def line(message: str, *args: object, level: int = logging.WARNING, **extra: object) -> str:
    known = {"name": "x", "levelno": level, "levelname": logging.getLevelName(level), "msg": message, "args": args}
    record = logging.makeLogRecord(known | extra)
    return LineFormatter().format(record)


def test_a_traceback_stays_in_one_line():
    try:
        raise ValueError("first\nsecond")
    except ValueError as error:
        written = line("failed", level=logging.ERROR, exc_info=(type(error), error, error.__traceback__))
        refused = line("Forbidden", exc_info=(type(error), error, error.__traceback__))
    assert "\n" not in written
    assert "ValueError: first | second" in written
    # What was refused did not fail, and the sentence names people.
    assert refused.endswith("Forbidden")


def test_a_link_that_opens_something_is_shortened():
    token = "eyJhbGciOi:1abcDE:Zx_9-aaaaaaaaaaaa"
    for address in (f"/answer/{token}/", f"/me/invitation/{token}/?x=1", f"/mail?t={token}"):
        assert token not in line("Not Found: %s", address)
    assert "/cooperations/17/contribute/" in line("Not Found: %s", "/cooperations/17/contribute/")
