"""The components of the interface as template tags; `/styleguide/` shows all of them while DEBUG is on."""

import logging
from datetime import date
from decimal import Decimal
from functools import lru_cache

from crispy_forms.helper import FormHelper
from django import template
from django.conf import settings
from django.forms import BooleanField
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines
from django.utils.translation import gettext, pgettext

from coopnet import clock
from coopnet.front.icons import ICONS, MARKS
from coopnet.ui import faces, formats, pulse_line, slots

register = template.Library()
log = logging.getLogger(__name__)

TONES = {
    "neutral": "",
    "good": "circle-check",
    "attention": "alert-triangle",
    "urgent": "alert-octagon",
    "confidential": "lock",
}
"""Every tone but neutral has a shape of its own, so that nobody depends on seeing the colour."""
VARIANTS = {
    "primary": "btn btn-primary",
    "plain": "btn btn-plain",
    "quiet": "btn btn-quiet",
    "danger": "btn btn-outline-danger",
}


# -- small marks -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _sprite() -> str:
    """Address of the sprite, looked up once: a page of fifty rows shows hundreds of icons."""
    return static("vendor/icons.svg")


@register.simple_tag
@lru_cache(maxsize=1000)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decoration unless ``label`` says what it means."""
    if name not in ICONS and name not in MARKS:
        if settings.DEBUG:
            raise template.TemplateSyntaxError(f"icon {name!r} is not listed in coopnet/front/icons.py")
        log.error("icon %s is not listed in coopnet/front/icons.py", name)
        return mark_safe("")
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html('<svg class="icon" {}><use href="{}#{}"/></svg>', spoken, _sprite(), name)


@register.simple_tag
def face(user, named: bool = True) -> SafeString:
    """A circle with the initials of a person, in a colour that stays theirs."""
    colour = faces.colour_of("person", user.pk)
    if not named:
        return format_html('<span class="face face-{}" aria-hidden="true">{}</span>', colour, user.initials)
    return format_html(
        '<span class="face face-{}" role="img" aria-label="{name}" title="{name}">{}</span>',
        colour, user.initials, name=user.full_name,
    )  # fmt: skip


@register.simple_tag
def person(user, note: str = "") -> SafeString:
    """Face and name of a person; ``note`` stands small behind it, such as the firm."""
    small = format_html(' <span class="text-secondary">{}</span>', note) if note else ""
    return format_html(
        '<span class="person">{}<span class="person-name">{}{}</span></span>',
        face(user, named=False),
        user.full_name,
        small,
    )


@register.simple_tag
def firm_mark(firm) -> SafeString:
    """Letter block and name of a firm."""
    return format_html(
        '<span class="person"><span class="face firm-face face-{}" aria-hidden="true">{}</span>'
        '<span class="person-name">{}</span></span>',
        faces.colour_of("firm", firm.pk), faces.letters_of(firm.name), firm.name,
    )  # fmt: skip


@register.simple_tag
def badge(text: str, tone: str = "neutral") -> SafeString:
    """A word with a tone: neutral, good, attention, urgent or confidential."""
    return _badge(str(text), tone)


# By type too: a text that is marked as safe must never stand in for the same text that is not.
@lru_cache(maxsize=512, typed=True)
def _badge(text: str, tone: str) -> SafeString:
    """Kept, because a list shows the same few words on every row."""
    shape = icon(TONES[tone]) if TONES[tone] else ""
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, shape, text)


@register.simple_tag(name="pulse_line")
def pulse_line_tag(weeks) -> SafeString:
    """The pulse line of 52 weekly counts, oldest first."""
    return pulse_line.draw(weeks)


@register.simple_tag
def egg_or_ham(substance: bool) -> SafeString:
    """Whether something can be given again and again (egg) or cannot be taken back (ham)."""
    if substance:
        return format_html(
            '<span class="giving giving-ham">{}<span>{}</span></span>', icon("ham"), gettext("cannot be taken back")
        )
    return format_html(
        '<span class="giving giving-egg">{}<span>{}</span></span>', icon("egg"), gettext("can be given again")
    )


@register.simple_tag
def who_sees(text: str) -> SafeString:
    """One line that says who can read what stands beside it."""
    return format_html('<p class="who-sees">{}<span>{}</span></p>', icon("eye"), text)


@register.simple_tag
def share_bar(given, pledged, label: str = "", *, of_hundred: bool = False) -> SafeString:
    """How much of a share was given, as a bar with its numbers in words. Numbers are Decimal, int or None.

    ``of_hundred``: the two are percentages themselves, so that saying them once is enough.
    """
    done, whole = Decimal(given or 0), Decimal(pledged or 0)
    if whole <= 0:
        return format_html(
            '<div class="share"><span class="share-label">{}</span><span class="text-secondary">{}</span></div>',
            label, gettext("no amount promised"),
        )  # fmt: skip
    percent = round(done * 100 / whole)
    if done < whole:
        percent = min(percent, 99)
    numbers = pgettext("share given", "%(given)s of %(pledged)s") % {
        "given": formats.plain_number(done), "pledged": formats.plain_number(whole),
    }  # fmt: skip
    return format_html(
        '<div class="share"><span class="share-label">{label}</span>'
        '<svg class="share-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="share-whole" width="100" height="8"/><rect class="share-given" width="{width}" height="8"/></svg>'
        '<span class="share-numbers">{numbers}{percent}{nbsp}%</span></div>',
        label=label, width=max(0, min(percent, 100)), numbers="" if of_hundred else f"{numbers} · ", percent=percent,
        nbsp=formats.NBSP,
    )  # fmt: skip


# -- acting ----------------------------------------------------------------------------------------------------------


@register.simple_tag
def link_button(url: str, label: str, variant: str = "plain", icon_name: str = "", **extra) -> SafeString:
    """A link that looks like a button. Also takes ``icon=`` as keyword."""
    return format_html(
        '<a class="{}" href="{}">{}{}</a>', VARIANTS[variant], url, _button_icon(extra.get("icon", icon_name)), label
    )


@register.simple_tag(takes_context=True)
def post_button(context, url: str, label: str, variant: str = "plain", icon_name: str = "", **fields) -> SafeString:
    """A button that posts: a form of its own with the CSRF token and ``fields`` as hidden inputs."""
    shape = _button_icon(fields.pop("icon", icon_name))
    return mark_safe(  # noqa: S308 - rendered by an escaping template
        render_to_string(
            "components/post_button.html",
            {
                "url": url,
                "label": label,
                "classes": VARIANTS[variant],
                "shape": shape,
                "fields": fields,
                "csrf_token": context.get("csrf_token"),
            },
        )
    )


def _button_icon(name: str) -> SafeString | str:
    return icon(name) if name else ""


# -- boxes -----------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/empty.html")
def empty(icon: str, title: str, text: str, url: str = "", label: str = "") -> dict:
    """What will be here, and the next step."""
    return {"icon_name": icon, "title": title, "text": text, "url": url, "label": label}


@register.simple_block_tag
def card(content: str, title: str = "", id: str = "", tone: str = "", icon: str = "", lead: str = "") -> str:
    """A piece of the page with its heading; ``{% card title %}…{% endcard %}``."""
    return render_to_string(
        "components/card.html",
        {"content": content, "title": title, "id": id, "tone": tone, "icon_name": icon, "lead": lead},
    )


@register.simple_tag(takes_context=True)
def form_box(context, form, submit_label: str = "", **options) -> str:
    """A complete form: token, summary of errors with links, fields, buttons. Uses ``form.helper`` for a layout.

    Options: ``action``, ``cancel_url``, ``enctype``, ``variant`` of the button, ``draft`` (a name under which what
    was typed survives a lost connection), ``redirect`` and ``redirect_name`` (a hidden field, as allauth wants it).
    """
    helper = getattr(form, "helper", None) or FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    unknown = set(options) - {"action", "cancel_url", "enctype", "variant", "draft", "redirect", "redirect_name"}
    if unknown:
        raise template.TemplateSyntaxError(f"form_box does not know {', '.join(sorted(unknown))}")
    multipart = "multipart/form-data" if form.is_multipart() else ""
    problems = problems_of(form)
    _mark_optional(form)
    parts = options | {
        "form": form,
        "helper": helper,
        "submit_label": submit_label or gettext("Save"),
        "enctype": options.get("enctype") or multipart,
        "classes": VARIANTS[options.get("variant", "primary")],
        "in_form_box": True,
        "problems": problems,
        "csrf_token": context.get("csrf_token"),
    }
    return render_to_string("components/form_box.html", parts)


def _mark_optional(form) -> None:
    """Says at the few fields that may stay empty that they may; the many others need no mark."""
    fields = [field for field in form.visible_fields() if not isinstance(field.field, BooleanField)]
    if not any(field.field.required for field in fields):
        return
    for field in fields:
        if not field.field.required and field.label:
            field.label = gettext("%(label)s (optional)") % {"label": field.label}


@register.simple_tag
def problems_of(form) -> list[dict]:
    """Every error of a bound form as text with the id of its field ("" for errors of the whole form)."""
    if not form or not form.is_bound:
        return []
    found = [{"id": "", "label": "", "text": text} for text in form.non_field_errors()]
    for field in form:
        target = "" if field.is_hidden else field.id_for_label or field.auto_id
        found += [{"id": target, "label": field.label, "text": text} for text in field.errors]
    return found


@register.simple_tag(takes_context=True)
def slot(context, name: str, obj=None) -> SafeString:
    """Cards that apps from above put into this place."""
    return slots.filled(name, context.get("request"), obj)


@register.simple_tag(takes_context=True)
def block_again(context, name: str) -> str:
    """The text of a block a second time, without markup: the heading as the title of the window."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    if block is None:
        return ""
    with context.push():
        return mark_safe(" ".join(normalize_newlines(strip_tags(block.render(context))).split()))  # noqa: S308


# -- writing ---------------------------------------------------------------------------------------------------------


def _today() -> date:
    return timezone.localtime(clock.now()).date()


@register.filter
def day(value) -> str:
    """``3 Nov 2026`` / ``03.11.2026``."""
    return formats.day(value)


@register.filter
def day_words(value, today: date | None = None) -> str:
    """How far a due day is: ``today``, ``in 3 days``, ``5 days late``."""
    return formats.due_in_words(value, today or _today())


@register.filter
def ago(value, today: date | None = None) -> str:
    """How long something is ago: ``today``, ``yesterday``, ``5 days ago``."""
    return formats.past_in_words(value, today or _today())


@register.filter
def amount(value, currency: str = "EUR") -> str:
    """``1,234.56 €`` / ``1.234,56 €``."""
    return formats.amount(value, currency)


@register.filter
def plain_number(value) -> str:
    """A number without trailing zeros, in the habit of the language."""
    return formats.plain_number(value)
