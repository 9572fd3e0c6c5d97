from accounts.models.absence import Absence
from accounts.models.audit import AuditEntry
from accounts.models.invitation import Invitation
from accounts.models.outbox import OutboundMail
from accounts.models.user import User

__all__ = ["Absence", "AuditEntry", "Invitation", "OutboundMail", "User"]
