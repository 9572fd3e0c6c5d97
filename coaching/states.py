"""The life of an engagement as one table: from, to, and who may make the move by hand.

A move with nobody in it happens only as the consequence of an act (a ballot that closes, the retention that ends).
"""

from coaching.enums import EngagementState as S

COACH, MEMBER, MANAGER = "coach", "member", "manager"
NOBODY: frozenset[str] = frozenset()
TEAM = frozenset({COACH, MEMBER})
CLIENT = frozenset({MEMBER, MANAGER})
EVERY_PARTY = frozenset({COACH, MEMBER, MANAGER})

MOVES: dict[tuple[str, str], frozenset[str]] = {
    (S.PROPOSED, S.CHOOSING_COACH): NOBODY,
    (S.PROPOSED, S.NOT_ACCEPTED): CLIENT,
    (S.CHOOSING_COACH, S.CONTRACTING): NOBODY,
    (S.CHOOSING_COACH, S.NOT_ACCEPTED): CLIENT,
    (S.CONTRACTING, S.RUNNING): frozenset({COACH}),
    (S.CONTRACTING, S.CHOOSING_COACH): NOBODY,
    (S.CONTRACTING, S.DECLINED): frozenset({COACH}),
    (S.CONTRACTING, S.TERMINATED): EVERY_PARTY,
    (S.RUNNING, S.PAUSED): TEAM,
    (S.RUNNING, S.CLOSING): TEAM,
    (S.RUNNING, S.CHOOSING_COACH): NOBODY,
    (S.RUNNING, S.TERMINATED): EVERY_PARTY,
    (S.PAUSED, S.RUNNING): TEAM,
    (S.PAUSED, S.CLOSING): TEAM,
    (S.PAUSED, S.CHOOSING_COACH): NOBODY,
    (S.PAUSED, S.TERMINATED): EVERY_PARTY,
    (S.CLOSING, S.RUNNING): TEAM,
    (S.CLOSING, S.FOLLOW_UP): frozenset({COACH}),
    (S.CLOSING, S.TERMINATED): EVERY_PARTY,
    (S.FOLLOW_UP, S.CLOSED): frozenset({COACH}),
    (S.CLOSED, S.ERASED): NOBODY,
    (S.NOT_ACCEPTED, S.ERASED): NOBODY,
    (S.DECLINED, S.ERASED): NOBODY,
    (S.TERMINATED, S.ERASED): NOBODY,
}

BEFORE_COACH = frozenset({S.PROPOSED, S.CHOOSING_COACH})
WITH_COACH = frozenset({S.CONTRACTING, S.RUNNING, S.PAUSED, S.CLOSING, S.FOLLOW_UP})
IN_WORK = frozenset({S.RUNNING, S.CLOSING, S.FOLLOW_UP})
EXITS = frozenset({S.NOT_ACCEPTED, S.DECLINED, S.TERMINATED})
OVER = EXITS | {S.CLOSED}
NEEDS_REASON = frozenset({S.PAUSED, S.NOT_ACCEPTED, S.DECLINED, S.TERMINATED})


def next_states(state: str, parts: frozenset[str]) -> list[str]:
    """The states to which somebody with these ``parts`` (COACH, MEMBER, MANAGER) may move it, in table order."""
    return [to for (source, to), who in MOVES.items() if source == state and who & parts]
