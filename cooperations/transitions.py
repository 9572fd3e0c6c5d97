"""The life cycle as data: which step is possible, who takes it, what must hold. Pure.

idea → exploring → agreed → active → (paused ⇄ active) → ended. The step to *agreed* is taken by the last approval and
by nothing else; the steps that a date takes are also taken by the machine when their day has come.
"""

from dataclasses import dataclass
from enum import Enum, auto

from cooperations.enums import State


class Actor(Enum):
    """Who may take a step."""

    MANAGER = auto()
    APPROVAL = auto()
    MANAGER_OR_DATE = auto()


class Need(Enum):
    """What must hold before a step."""

    READY = auto()
    ALL_APPROVED = auto()
    PAUSE_REASON = auto()
    PAUSE_DATE = auto()
    OUTCOME = auto()
    LESSONS = auto()


@dataclass(frozen=True)
class Step:
    """One possible change of state."""

    origin: State
    to: State
    actor: Actor
    needs: tuple[Need, ...] = ()


_END = (Need.OUTCOME, Need.LESSONS)

STEPS: tuple[Step, ...] = (
    Step(State.IDEA, State.EXPLORING, Actor.MANAGER),
    Step(State.EXPLORING, State.AGREED, Actor.APPROVAL, (Need.READY, Need.ALL_APPROVED)),
    Step(State.AGREED, State.ACTIVE, Actor.MANAGER_OR_DATE, (Need.READY, Need.ALL_APPROVED)),
    Step(State.ACTIVE, State.PAUSED, Actor.MANAGER, (Need.PAUSE_REASON, Need.PAUSE_DATE)),
    Step(State.PAUSED, State.ACTIVE, Actor.MANAGER_OR_DATE, (Need.READY,)),
    *(Step(origin, State.ENDED, Actor.MANAGER, _END) for origin in State if origin != State.ENDED),
)
_BY_ENDS = {(step.origin, step.to): step for step in STEPS}


def step_between(origin: str, to: str) -> Step | None:
    """The step from ``origin`` to ``to``, or None when there is none."""
    return _BY_ENDS.get((State(origin), State(to)))


def steps_from(origin: str) -> list[Step]:
    """The steps that a manager can take from here, in the order of the life cycle."""
    return [step for step in STEPS if step.origin == origin and step.actor is not Actor.APPROVAL]
