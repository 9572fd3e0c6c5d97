from nagging.models.digest import Digest, Nag, Pace
from nagging.models.finding import Answer, Finding

__all__ = ["Answer", "Digest", "Finding", "Nag", "Pace"]
