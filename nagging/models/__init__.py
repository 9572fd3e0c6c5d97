from nagging.models.finding import Answer, Digest, Finding, Nag

__all__ = ["Answer", "Digest", "Finding", "Nag"]
