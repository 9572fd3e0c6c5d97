"""How the fields of a form stand on the page: some side by side where there is room."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout


def side_by_side(*fields: str) -> Div:
    """Fields in one row, one below the other on a phone."""
    return Div(*(Div(name, css_class="col-sm") for name in fields), css_class="row")


def laid_out(*pieces) -> FormHelper:
    """A helper for ``form_box`` with this layout, the pieces one below the other."""
    helper = FormHelper()
    helper.layout = Layout(*pieces)
    return helper
