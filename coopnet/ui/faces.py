"""Colours by which people and firms are recognised, stable for each of them."""

import hashlib

COLOURS = 12


def colour_of(kind: str, pk: int | None) -> int:
    """A number from 0 to 11, always the same for the same record (classes ``face-0`` … ``face-11``)."""
    digest = hashlib.sha256(f"{kind}:{pk}".encode()).digest()
    return digest[0] % COLOURS


def letters_of(name: str) -> str:
    """One or two letters for a firm: the initials of its first two words that begin with a letter."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in words[:2]).upper() or name[:1].upper() or "?"
