"""Letters: mails with a frame, a greeting and the language of the person who gets them."""

from accounts.letters.frame import SITE_NAME, absolute, render_letter, speaking_to

__all__ = ["SITE_NAME", "absolute", "render_letter", "speaking_to"]
