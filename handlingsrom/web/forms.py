"""The contact form."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlingsrom.core.forms import FormMixin

ABOUT = [
    ("accessibility", _("Something that is hard to use or read")),
    ("fault", _("Something that does not work, or is wrong")),
    ("privacy", _("Privacy, or what is kept about me")),
    ("join", _("We would like to use Handlingsrom")),
    ("other", _("Something else")),
]


class ContactForm(FormMixin, forms.Form):
    """A message to those who run the service. Nothing has to be told about oneself."""

    about = forms.ChoiceField(
        label=_("What is it about?"),
        error_messages={"required": _("Choose what it is about.")},
        choices=ABOUT,
        widget=forms.RadioSelect,
    )
    message = forms.CharField(
        label=_("What do you want to say?"),
        help_text=_("Tell what you were doing and what happened. Do not write anything confidential."),
        error_messages={"required": _("Write what you want to say.")},
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    page = forms.CharField(
        label=pgettext_lazy("of the service", "Page"),
        help_text=_("The address of the page it is about, if there is one."),
        max_length=400,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Only if you want an answer. We use the address for nothing else."),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
