"""The form that takes in a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from handlingsrom.core.files import ACCEPT
from handlingsrom.core.forms import FormMixin


class UploadForm(FormMixin, forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Choose a file"),
        help_text=_("PDF, Word, Excel, text or an image. Do not add files with sensitive personal data."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
