"""Drawings of the rule guide.

{% load rule_drawings %}
{% timeline_drawing plan %}          the phases in time: the minimum by law and what is recommended
{% timeline_key "law" %}             a small piece of a bar, for the legend: "law", "advice" or "day"
"""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import drawing
from ..planning import Plan

register = template.Library()

_KEYS = {
    "law": '<rect class="law" x="0" y="2" width="28" height="12" rx="2"/>',
    "advice": '<rect class="advice" x="1" y="2" width="26" height="12" rx="2"/>'
    '<path class="hatch" d="m4 14 12-12m-4 12 12-12"/>',
}


@register.simple_tag
def timeline_drawing(plan: Plan, key: str = "tidslinje") -> SafeString:
    """The timeline of a plan. The same days must stand in a table beside it."""
    words = plan.words
    return drawing.timeline_drawing(
        [drawing.Bar(row.name, row.minimum, row.practice) for row in words.rows],
        name=_("Timeline: %(headline)s") % {"headline": words.headline},
        description=_("Each phase has a bar for the minimum by law and one for what is recommended."),
        today=plan.timeline.today,
        wanted=plan.timeline.wanted_start,
        key=key,
    )


@register.simple_tag
def timeline_key(look: str) -> SafeString:
    """A piece of a bar, as the legend shows it."""
    return mark_safe(f'<svg class="hr-plan hr-plan--key" viewBox="0 0 28 16" aria-hidden="true">{_KEYS[look]}</svg>')
