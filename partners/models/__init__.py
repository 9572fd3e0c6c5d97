from partners.models.contact import Contact
from partners.models.firm import Firm, Membership
from partners.models.import_draft import ImportDraft, ImportFile

__all__ = ["Contact", "Firm", "ImportDraft", "ImportFile", "Membership"]
