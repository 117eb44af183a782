"""How the story is set: paragraphs and lists from plain text."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
DASH = re.compile(r"^\s*[–*•-]\s+")


@register.filter
def story(text: str) -> SafeString:
    """Plain text as paragraphs; lines that begin with a dash become a list. Everything is escaped."""
    blocks: list[str] = []
    for paragraph in re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n").strip()):
        lines: list[str] = []
        items: list[str] = []
        for line in paragraph.split("\n"):
            if DASH.match(line):
                items.append(DASH.sub("", line))
            elif items:
                blocks += [*_paragraph(lines), _list(items)]
                lines, items = [line], []
            else:
                lines.append(line)
        blocks += _paragraph(lines)
        if items:
            blocks.append(_list(items))
    return mark_safe("".join(blocks))


@register.filter
def figure(text: str) -> SafeString:
    """A figure with the words before its number set small: «nesten 4 år»."""
    words, number = re.fullmatch(r"(\D*?)\s*(\d.*)?", str(text), re.S).groups()  # type: ignore[union-attr]
    if not words or not number:
        return format_html("{}", text)
    return format_html("<small>{}</small> {}", words, number)


@register.filter
def joined(names: list[str]) -> str:
    """Names with commas between."""
    return ", ".join(names)


def _paragraph(lines: list[str]) -> list[str]:
    kept = [escape(line) for line in lines if line.strip()]
    return [f"<p>{'<br>'.join(kept)}</p>"] if kept else []


def _list(items: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
