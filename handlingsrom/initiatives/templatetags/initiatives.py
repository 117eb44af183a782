"""Small parts that only pages of initiatives use. {% load initiatives %}"""

from __future__ import annotations

from django import template

from handlingsrom.method.model import Question

register = template.Library()


@register.simple_tag
def level_words(question: Question, level: int) -> str:
    """A level with what it is called: 3 · Verified."""
    try:
        return f"{level} · {question.level(level).title}"
    except KeyError:
        return str(level)
