"""What an action refuses, in words for the person who tried."""


class ActionRefused(Exception):
    """An action that is not possible now; ``str()`` is a translated sentence that a view shows as it is."""
