from coaching.models.ballot import Ballot, CoachVote
from coaching.models.decision import Acknowledgement, Decision, Question, Voice
from coaching.models.engagement import Engagement, StateChange
from coaching.models.member import Member
from coaching.models.note import EngagementKey, PrivateNote
from coaching.models.session import AgendaItem, Attendance, Session, SummaryResponse

__all__ = [
    "Acknowledgement",
    "AgendaItem",
    "Attendance",
    "Ballot",
    "CoachVote",
    "Decision",
    "Engagement",
    "EngagementKey",
    "Member",
    "PrivateNote",
    "Question",
    "Session",
    "StateChange",
    "SummaryResponse",
    "Voice",
]
