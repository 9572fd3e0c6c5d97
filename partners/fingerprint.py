"""A short print of what a record says: has somebody changed it since?"""

import hashlib
import json
from collections.abc import Iterable

from django.db import models


def fingerprint(record: models.Model, names: Iterable[str]) -> str:
    """16 hexadecimal digits that change when one of the named fields does."""
    values = [str(record._meta.get_field(name).value_from_object(record)) for name in names]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]
