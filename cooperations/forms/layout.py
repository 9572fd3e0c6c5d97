"""How fields stand on the page: some side by side, and what is rarely needed behind "more"."""

from crispy_forms.layout import Div
from crispy_forms.utils import TEMPLATE_PACK
from django.template.loader import render_to_string


class Beside(Div):
    """Fields side by side where there is room, one below the other on a phone."""

    css_class = "beside"


class More(Div):
    """Fields behind a fold, which is open where one of them was filled in or holds an error."""

    template = "cooperations/parts/more.html"

    def __init__(self, label, *fields):
        super().__init__(*fields)
        self.label = label

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs):
        names = [found.name for found in self.get_field_names()]
        opened = any(form[name].errors or (form.is_bound and form[name].data) for name in names)
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(self.template, {"label": self.label, "fields": fields, "opened": opened})


class Question(Div):
    """A numbered question with its fields."""

    template = "cooperations/parts/question.html"

    def __init__(self, number: int, label, *fields, hint=""):
        super().__init__(*fields)
        self.number, self.label, self.hint = number, label, hint
