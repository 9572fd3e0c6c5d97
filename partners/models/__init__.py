from partners.models.contact import Contact
from partners.models.firm import Firm, Membership

__all__ = ["Contact", "Firm", "Membership"]
