"""A variable that no view provides is a mistake in a template of ours, not an empty place on the page."""

import inspect
from pathlib import Path

from django.template.base import Node

TEMPLATES = str(Path(__file__).resolve().parent.parent / "templates")


class UndefinedVariable(LookupError):
    """A template of ours uses a variable that is not there."""


class UndefinedRaises(str):
    """For ``string_if_invalid``: raises where a template of ours meets an unknown variable.

    ``{% if x %}`` stays allowed, and so does ``{{ x|default:"…" }}``: both say that x may be missing. Templates of
    libraries are not ours to mend.
    """

    def __mod__(self, variable: object) -> str:
        frame = inspect.currentframe().f_back
        expression, context = frame.f_locals["self"], frame.f_locals["context"]
        if expression.filters and expression.filters[0][0].__name__ in ("default", "default_if_none"):
            return self._filtered(expression, context)
        while frame is not None:
            node = frame.f_locals.get("self")
            if isinstance(node, Node) and getattr(node, "origin", None):
                if node.origin.name.startswith(TEMPLATES):
                    raise UndefinedVariable(f"{variable} in {node.origin.template_name}, line {node.token.lineno}")
                return ""
            frame = frame.f_back
        return ""

    @staticmethod
    def _filtered(expression, context) -> object:
        value: object = None
        for function, arguments in expression.filters:
            resolved = [argument.resolve(context) if lookup else argument for lookup, argument in arguments]
            value = function(value, *resolved)
        return value
