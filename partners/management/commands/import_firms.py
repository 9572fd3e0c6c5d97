from partners.enums import ImportKind
from partners.import_command import ImportCommand


class Command(ImportCommand):
    help = "Imports firms from CSV or Excel tables; prints a preview unless --commit is given."
    kind = ImportKind.FIRMS
    person_option = "--keeper"
    person_help = "mail address of the manager who cares for the firms"
