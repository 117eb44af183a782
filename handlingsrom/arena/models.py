"""Examples: what was done, told as one would tell a colleague."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlingsrom.accounts.models import Language
from handlingsrom.initiatives.models import Attachment, Initiative, Worksheet
from handlingsrom.network.models import Network, Organisation, Visibility


class ExampleStatus(models.TextChoices):
    """Draft, published, or withdrawn."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Effect(models.TextChoices):
    """Whether the effect was measured; «not measured» is an honest answer."""

    MEASURED = "measured", _("Measured")
    NOT_MEASURED = "not_measured", _("Not measured")


class Theme(models.TextChoices):
    """What field of the public service an example is about."""

    HEALTH = "health", _("Health and care")
    CHILDHOOD = "childhood", _("Kindergartens and schools")
    BUILDING = "building", _("Technical services and buildings")
    TRANSPORT = "transport", _("Transport")
    CLIMATE = "climate", _("Climate and environment")
    DIGITAL = "digital", _("Digitalisation")
    ADMINISTRATION = "administration", _("Administration")
    OTHER = "other", pgettext_lazy("theme", "Other")


SECTIONS = (
    "need",
    "context",
    "what_was_done",
    "procedure",
    "market_dialogue",
    "specification_change",
    "cost",
    "effect",
    "lessons",
    "do_differently",
)
"""The sections of the story, in order. Each is a text field of Example."""


def longest(section: str) -> int:
    """How many characters a section may have."""
    known = Example._meta.get_field(section)
    assert isinstance(known, models.TextField) and known.max_length
    return known.max_length


class Example(models.Model):
    """A structured case that others can find and use. Its address never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300, blank=True)
    theme = models.CharField(max_length=16, choices=Theme.choices, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NB)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="examples")
    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.SET_NULL, related_name="examples"
    )
    network = models.ForeignKey(Network, null=True, blank=True, on_delete=models.SET_NULL, related_name="examples")
    need_worksheet = models.ForeignKey(
        Worksheet, null=True, blank=True, on_delete=models.SET_NULL, related_name="examples"
    )
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.NETWORK)
    status = models.CharField(max_length=10, choices=ExampleStatus.choices, default=ExampleStatus.DRAFT)

    need = models.TextField(max_length=4000, blank=True)
    context = models.TextField(max_length=4000, blank=True)
    what_was_done = models.TextField(max_length=8000, blank=True)
    procedure = models.TextField(max_length=2000, blank=True)
    market_dialogue = models.TextField(max_length=4000, blank=True)
    specification_change = models.TextField(max_length=4000, blank=True)
    cost = models.TextField(max_length=2000, blank=True)
    effect_measured = models.CharField(max_length=12, choices=Effect.choices, default=Effect.NOT_MEASURED)
    effect = models.TextField(max_length=4000, blank=True)
    lessons = models.TextField(max_length=4000, blank=True)
    do_differently = models.TextField(max_length=4000, blank=True)
    timeline = models.JSONField(default=list, blank=True)  # [{"when": str, "what": str, "step": step id}]
    figures = models.JSONField(default=list, blank=True)  # [{"figure": str, "what": str}]
    provenance = models.JSONField(default=dict, blank=True)  # {section: [id of the worksheet it was fetched from]}
    source = models.CharField(max_length=400, blank=True)
    disclaimer = models.CharField(max_length=400, blank=True)
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="examples")

    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-published_at", "title"]
        indexes = [models.Index(fields=["status", "-published_at"], name="example_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | (Q(published_at__isnull=False) & ~Q(need="")),
                name="published_example_has_a_date_and_a_need",
            ),
            models.CheckConstraint(
                condition=~Q(visibility="network") | Q(network__isnull=False),
                name="example_for_the_network_has_a_network",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The permanent address."""
        return reverse("arena:example", args=[self.slug])

    @property
    def teaser(self) -> str:
        """One or two sentences for lists: the summary, otherwise the beginning of the need."""
        return self.summary or Truncator(self.need.replace("\n", " ")).chars(220)
