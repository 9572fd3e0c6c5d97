"""One spelling for searching: lower case, ä = ae, é = e, in Python and in SQL alike.

The database keeps the folded text as a generated column, because LOWER and LIKE of SQLite know ASCII letters only.
"""

from django.db.models import Func, TextField

# each letter is one nesting of REPLACE; SQLite's parser overflows at about thirty
_SPELLINGS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ç": "c"}
_REPLACED = {**_SPELLINGS, **{letter.upper(): to for letter, to in _SPELLINGS.items() if letter != "ß"}}
MOST_WORDS = 8


class Folded(Func):
    """The columns (not null), joined by spaces and folded as :func:`fold` does it; fit for a generated column."""

    def __init__(self, *columns, **extra):
        super().__init__(*columns, output_field=TextField(), **extra)

    def as_sql(self, compiler, connection, **extra):
        columns = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        folded = " || ' ' || ".join(columns)
        for letter, spelling in _REPLACED.items():
            folded = f"REPLACE({folded}, '{letter}', '{spelling}')"
        return f"LOWER({folded})", []


def fold(text: str) -> str:
    """``text`` in the spelling that the generated column has; characters that no database keeps are left out."""
    text = text.lower().replace("\x00", "").encode("utf-8", "ignore").decode()
    return "".join(_SPELLINGS.get(letter, letter) for letter in text)


def words_of(text: str) -> list[str]:
    """The folded words somebody searches for, at most ``MOST_WORDS`` of them."""
    return fold(text).split()[:MOST_WORDS]
