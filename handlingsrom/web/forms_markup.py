"""Markup of form fields and of the list of errors, in Designsystemet's pattern and without its JavaScript."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlingsrom.core.norwegian import count_word, sentence_case

EMPTY = SafeString("")


def control(field: forms.BoundField, extra_class: str = "") -> SafeString:
    """The input with the right class; Django ties it to its help and its error."""
    attrs: dict[str, Any] = {}
    widget = field.field.widget
    if not isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        classes = ["ds-input", widget.attrs.get("class", ""), extra_class]
        attrs["class"] = " ".join(part for part in classes if part)
    return field.as_widget(attrs=attrs)


def field_markup(field: forms.BoundField, voice: bool = False) -> SafeString:
    """A whole field: label, help, input, error."""
    widget = field.field.widget
    if widget.is_hidden:
        return field.as_widget()
    if isinstance(widget, forms.CheckboxInput):
        return _check(field)
    if widget.use_fieldset:
        return _group(field)
    return format_html(
        '<div class="ds-field"><label class="ds-label" for="{}">{}{}</label>{}{}{}</div>',
        field.id_for_label,
        field.label,
        _optional(field),
        _help(field),
        control(field, "hr-write" if voice else ""),
        _errors(field),
    )


def _optional(field: forms.BoundField) -> SafeString:
    if field.field.required:
        return EMPTY
    return format_html(' <span class="hr-opt">{}</span>', _("optional"))


def _help(field: forms.BoundField) -> SafeString:
    if not field.help_text:
        return EMPTY
    return format_html(
        '<p data-field="description" id="{}_helptext">{}</p>', field.auto_id or field.html_name, field.help_text
    )


def _errors(field: forms.BoundField) -> SafeString:
    """Each error a whole sentence; the id is the one Django names in aria-describedby."""
    if not field.errors:
        return EMPTY
    return format_html(
        '<div class="hr-errors" data-field="validation" id="{}_error">{}</div>',
        field.auto_id or field.html_name,
        format_html_join("", '<p class="ds-validation-message">{}</p>', ((error,) for error in field.errors)),
    )


def _check(field: forms.BoundField) -> SafeString:
    return format_html(
        '<div class="ds-field">{}<label class="ds-label" for="{}">{}</label>{}{}</div>',
        control(field),
        field.id_for_label,
        field.label,
        _help(field),
        _errors(field),
    )


def _group(field: forms.BoundField) -> SafeString:
    """Choices as radio buttons or boxes, or a widget of several inputs, in a fieldset."""
    described = field.aria_describedby
    return format_html(
        '<fieldset class="ds-fieldset" id="{}"{}><legend class="ds-label">{}{}</legend>{}{}{}</fieldset>',
        field.auto_id or field.html_name,
        format_html(' aria-describedby="{}"', described) if described else EMPTY,
        field.label,
        _optional(field),
        _help(field),
        _choices(field),
        _errors(field),
    )


def _choices(field: forms.BoundField) -> SafeString:
    if not isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return control(field)
    out = []
    for option in field:
        option.data["attrs"]["class"] = "ds-input"
        if field.errors:
            option.data["attrs"]["aria-invalid"] = "true"
        out.append(
            format_html(
                '<div class="ds-field">{}<label class="ds-label" for="{}">{}</label></div>',
                option.tag(),
                option.id_for_label,
                option.choice_label,
            )
        )
    return mark_safe("".join(out))


def summary(form: forms.BaseForm | None) -> SafeString:
    """The list of all errors of a form, each leading to its field. Nothing when there are none."""
    if form is None or not form.errors:
        return EMPTY
    lines = []
    for name, errors in form.errors.items():
        if name == NON_FIELD_ERRORS:
            lines += [format_html("<li>{}</li>", error) for error in errors]
            continue
        bound = form[name]
        target = bound.id_for_label or bound.auto_id
        if bound.field.widget.use_fieldset and not isinstance(bound.field.widget, forms.CheckboxInput):
            target = f"{bound.auto_id}_0" if not bound.id_for_label else bound.id_for_label
        lines += [format_html('<li><a class="ds-link" href="#{}">{}</a></li>', target, error) for error in errors]
    count = len(lines)
    title = ngettext(
        "Something must be corrected first.",
        "%(count)s things must be corrected first.",
        count,
    ) % {"count": sentence_case(count_word(count))}
    return format_html(
        '<div class="ds-error-summary" tabindex="-1" role="group" aria-labelledby="feil" data-focus>'
        '<h2 class="ds-heading" data-size="xs" id="feil">{}</h2><ul class="ds-list">{}</ul></div>',
        title,
        mark_safe("".join(lines)),
    )
