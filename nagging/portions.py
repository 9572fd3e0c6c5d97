"""How many shards are swept in one transaction: as many as stay well under a second.

With all shards at once PostgreSQL reads each table once and not eight times, which makes the sweep of 100,000
cooperations four times as fast; but a long transaction keeps others waiting. How long a portion takes depends on the
installation, so each process goes by what the portion before took.
"""

from collections.abc import Iterator, Sequence

from nagging.rules import SHARDS

FIRST = 8
"""So many shards, as long as nothing was measured."""
GOAL = 0.5
"""Seconds that a portion should take; twice that is still bearable."""


class Portions:
    """Portions of a size that follows from the last one that was measured."""

    def __init__(self) -> None:
        self.size = FIRST

    def of(self, shards: Sequence[int], length: int | None = None) -> Iterator[Sequence[int]]:
        """``shards`` in even portions; without ``length`` it follows what is :meth:`noted` meanwhile."""
        rest = list(shards)
        while rest:
            count = length or -(-len(rest) // -(-len(rest) // self.size))
            yield rest[:count]
            rest = rest[count:]

    def noted(self, shards: int, seconds: float) -> None:
        """Goes by ``seconds`` of a portion of ``shards``; a small one says little, as it costs more for each."""
        if 2 * shards >= self.size:
            self.size = max(1, min(SHARDS, int(GOAL * shards / max(seconds, 0.001))))


portions = Portions()
