"""One line per event in the log, and nothing in it that opens a door."""

import logging
import re
from copy import copy

# Answer, invitation and reset links carry their token in the path; who reads the log must not be able to use one.
_TOKEN = re.compile(r"(?<=[/=])[A-Za-z0-9_:.\-]{20,}")
_BREAK = re.compile(r"\s*[\r\n]+\s*")


class LineFormatter(logging.Formatter):
    """Time, level, logger and message in one line; a traceback follows in the same line, its parts split by ``|``.

    Only what failed has a traceback. A refusal (403) is no failure, and its sentence names firms and people.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        if record.levelno < logging.ERROR and (record.exc_info or record.exc_text):
            record = copy(record)
            record.exc_info = record.exc_text = None
        return _TOKEN.sub("…", _BREAK.sub(" | ", super().format(record)))
