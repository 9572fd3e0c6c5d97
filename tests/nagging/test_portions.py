"""How many shards share a transaction."""

from nagging.portions import FIRST, GOAL, Portions
from nagging.rules import SHARDS


def lengths(portions: Portions, **kwargs) -> list[int]:
    found = list(portions.of(range(SHARDS), **kwargs))
    assert [shard for portion in found for shard in portion] == list(range(SHARDS))
    return [len(portion) for portion in found]


def test_small_ones_before_anything_was_measured_or_where_a_length_is_given():
    assert lengths(Portions()) == [FIRST] * (SHARDS // FIRST)
    assert lengths(Portions(), length=30) == [30, 30, 4]


def test_everything_at_once_where_it_is_quick():
    portions = Portions()
    portions.noted(FIRST, 0.01)
    assert lengths(portions) == [SHARDS]


def test_small_ones_where_it_takes_long_and_at_least_one_shard():
    portions = Portions()
    portions.noted(FIRST, 2 * GOAL)
    assert lengths(portions) == [FIRST // 2] * (SHARDS // FIRST * 2)
    portions.noted(1, 100)
    assert portions.size == FIRST // 2, "one shard of four says little"
    portions.noted(4, 100)
    assert lengths(portions) == [1] * SHARDS


def test_the_next_portion_follows_the_one_before():
    portions = Portions()
    taken = []
    for portion in portions.of(range(SHARDS)):
        taken.append(len(portion))
        portions.noted(len(portion), 0.01)
    assert taken == [FIRST, SHARDS - FIRST]
