"""How a figure is printed: the median of ratios over interleaved rounds, with its goal."""

import statistics
from collections.abc import Callable


def interleaved(product: Callable[[], float], bound: Callable[[], float], rounds: int = 7) -> tuple[list, list, list]:
    """Run both in turn ``rounds`` times (after one uncounted round); seconds of each, and the ratios pair by pair."""
    product()
    bound()
    ours, theirs = [], []
    for turn in range(rounds):
        pair = (product, bound) if turn % 2 == 0 else (bound, product)
        took = {measured: measured() for measured in pair}
        ours.append(took[product])
        theirs.append(took[bound])
    return ours, theirs, [a / b for a, b in zip(ours, theirs, strict=True)]


WIDTH = 47
"""Columns of the name; the others follow from the heading."""


def heading() -> None:
    print(f"{'':<{WIDTH}} {'product':>10} {'bound':>10} {'ratio':>6}  {'(range)':<16} goal")


def ratio(name: str, ours: list[float], theirs: list[float], ratios: list[float], goal: str) -> None:
    """One line: medians in milliseconds, the median of the ratios with its range, the goal."""
    print(
        f"{name:<{WIDTH}} {statistics.median(ours) * 1000:7.1f} ms {statistics.median(theirs) * 1000:7.1f} ms "
        f"{statistics.median(ratios):6.2f}  {f'({min(ratios):.2f} … {max(ratios):.2f})':<16} {goal}"
    )


def figure(name: str, value: object, goal: str) -> None:
    """One line: a plain figure with its goal."""
    shown = " and ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    print(f"{name:<{WIDTH}} {shown:>10} {'':>35} {goal}")
