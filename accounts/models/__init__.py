from accounts.models.absence import Absence
from accounts.models.audit import AuditEntry, AuditSeal
from accounts.models.installation import Installation
from accounts.models.invitation import Invitation
from accounts.models.outbox import OutboundMail
from accounts.models.user import User

__all__ = ["Absence", "AuditEntry", "AuditSeal", "Installation", "Invitation", "OutboundMail", "User"]
