"""The forms about people. Each lists its fields; nothing else that is posted counts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handlingsrom.core.forms import FormMixin
from handlingsrom.core.norwegian import count_word

from .codes import DIGITS
from .models import Language


class AddressForm(FormMixin, forms.Form):
    """The first page of sign-in: the e-mail address."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Write your e-mail address."),
            "invalid": gettext_lazy("Write a whole e-mail address, for example name@municipality.no."),
        },
    )
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class CodeForm(FormMixin, forms.Form):
    """The second page of sign-in: the code, which may be pasted with spaces or a hyphen."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("You can paste it."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "hr-code"}),
        error_messages={"required": gettext_lazy("Write the code from the e-mail.")},
    )

    def clean_code(self) -> str:
        """Six digits, or a sentence that says what is wrong."""
        code = "".join(mark for mark in self.cleaned_data["code"] if not mark.isspace() and mark not in "-–.")
        if not (code.isascii() and code.isdigit()):
            raise forms.ValidationError(_("The code has digits only. Copy it from the e-mail once more."))
        if len(code) != DIGITS:
            raise forms.ValidationError(
                ngettext(
                    "The code has six digits. You have written %(count)s.",
                    "The code has six digits. You have written %(count)s.",
                    len(code),
                )
                % {"count": count_word(len(code), neuter=True)}
            )
        return code


class DemoForm(forms.Form):
    """Which of the roles of the demonstration to sign in as."""

    person = forms.UUIDField()
    next = forms.CharField(required=False, max_length=2000)


class ProfileForm(FormMixin, forms.Form):
    """What a person may change about themselves."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=Language.choices,
        help_text=gettext_lazy("For the pages and for e-mails to you. What people have written stays as written."),
        widget=forms.RadioSelect,
    )


class PersonForm(FormMixin, forms.Form):
    """A person, as an administrator adds or changes them."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The code for signing in is sent here. Use the address at work."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=Language.choices, initial=Language.NB, widget=forms.RadioSelect
    )
