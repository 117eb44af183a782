"""The form by which an administrator adds a rulebook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlingsrom.core.forms import FormMixin

from .engine.yaml_text import MOST_BYTES


def _file(label: Any, help_text: Any, *, required: bool) -> forms.FileField:
    widget = forms.FileInput(attrs={"accept": ".yaml,.yml"})
    return forms.FileField(label=label, help_text=help_text, required=required, widget=widget)


class RulebookForm(FormMixin, forms.Form):
    """The rulebook's file, and its texts in nynorsk and English. Cleaned, each is the text of the file."""

    text = _file(
        gettext_lazy("The rulebook"),
        gettext_lazy("A file like rules.no.yaml, with all texts in bokmål."),
        required=True,
    )
    text_nn = _file(
        gettext_lazy("Its texts in nynorsk"),
        gettext_lazy("The texts in nynorsk. Without this file, texts that have not changed keep their translation."),
        required=False,
    )
    text_en = _file(
        gettext_lazy("Its texts in English"),
        gettext_lazy("The texts in English. Without this file, texts that have not changed keep their translation."),
        required=False,
    )

    def clean_text(self) -> str:
        """The rulebook as text."""
        return _text(self.cleaned_data["text"])

    def clean_text_nn(self) -> str:
        """The texts in nynorsk, or nothing."""
        return _text(self.cleaned_data["text_nn"])

    def clean_text_en(self) -> str:
        """The texts in English, or nothing."""
        return _text(self.cleaned_data["text_en"])


def _text(uploaded: UploadedFile | None) -> str:
    if not uploaded:
        return ""
    if (uploaded.size or 0) > MOST_BYTES:
        raise ValidationError(
            _("The file is larger than %(limit)s MB, far more than a rulebook. Choose the right file.")
            % {"limit": MOST_BYTES // 1_000_000}
        )
    try:
        return uploaded.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError(_("The file is not text in UTF-8. Save it so, and choose it again.")) from None
