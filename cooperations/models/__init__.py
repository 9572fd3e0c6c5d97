from cooperations.models.agreement import AgreementVersion, Approval
from cooperations.models.cooperation import SHARDS, Cooperation, Party, shard_of
from cooperations.models.event import Event
from cooperations.models.ledger import Benefit, Contribution, ContributionVerdict
from cooperations.models.share import Pledge, SuccessMeasure
from cooperations.models.task import Task

__all__ = [
    "SHARDS",
    "AgreementVersion",
    "Approval",
    "Benefit",
    "Contribution",
    "ContributionVerdict",
    "Cooperation",
    "Event",
    "Party",
    "Pledge",
    "SuccessMeasure",
    "Task",
    "shard_of",
]
