"""Who is signed in: the person together with what they take part in."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.roles import person_with_roles


class RoleBackend(AuthenticationBackend):
    """Signs in by mail address, and reads the signed-in person with their roles in one query."""

    def get_user(self, user_id) -> User | None:
        """The active person with ``role_<name>`` attributes, or None; a lost role or a suspension counts at once."""
        return person_with_roles(user_id)
