from partners.enums import ImportKind
from partners.import_command import ImportCommand


class Command(ImportCommand):
    help = "Imports contacts from LinkedIn, Outlook, Google, vCards or tables; a preview unless --commit is given."
    kind = ImportKind.CONTACTS
    person_option = "--owner"
    person_help = "mail address of the person whose contacts they are"
