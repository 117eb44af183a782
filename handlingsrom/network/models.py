"""Organisations, memberships and networks."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What sort of organisation it is."""

    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("County")
    STATE = "state", _("State body")
    PARTNER = "partner", _("Partner")
    SUPPLIER = "supplier", _("Supplier")
    OTHER = "other", _("Other")


PUBLIC_BUYERS = [Kind.MUNICIPALITY, Kind.COUNTY, Kind.STATE]


class Visibility(models.TextChoices):
    """Who may read something: four words, the same everywhere, from narrow to wide."""

    TEAM = "team", _("the team only")
    ORGANISATION = "organisation", _("the organisation")
    NETWORK = "network", _("the network")
    PUBLIC = "public", _("everyone")


VISIBILITY_ORDER = [Visibility.TEAM, Visibility.ORGANISATION, Visibility.NETWORK, Visibility.PUBLIC]


def narrower(a: str, b: str) -> Visibility:
    """The narrower of two visibilities."""
    return min(Visibility(a), Visibility(b), key=VISIBILITY_ORDER.index)


class Organisation(models.Model):
    """A municipality, county, state body, company or association."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    orgnr = models.CharField(max_length=9, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name_nb = models.CharField(max_length=160)
    name_nn = models.CharField(max_length=160, blank=True)
    name_en = models.CharField(max_length=160, blank=True)
    region = models.CharField(max_length=80, blank=True)
    website = models.URLField(blank=True)
    email_domains = models.JSONField(default=list, blank=True)
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="contact_for"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="deputy_for"
    )
    former = models.BooleanField(default=False)
    continued_as = models.CharField(max_length=160, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name_nb"]
        constraints = [
            models.CheckConstraint(
                condition=Q(orgnr__isnull=True) | Q(orgnr__regex=r"^\d{9}$"), name="orgnr_has_nine_digits_or_is_absent"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The organisation's page."""
        return reverse("network:organisation", args=[self.pk])

    @property
    def name(self) -> str:
        """The name in the reader's language, otherwise in bokmål."""
        return getattr(self, f"name_{(get_language() or 'nb')[:2]}", "") or self.name_nb


class MemberRole(models.TextChoices):
    """What a person may do in an organisation."""

    READER = "reader", _("Reader")
    MEMBER = "member", _("Member")
    MANAGER = "manager", _("Manager")


class Membership(models.Model):
    """A person's place in an organisation."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole.choices, default=MemberRole.MEMBER)
    title = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="one_membership_per_organisation")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"


class Network(models.Model):
    """Organisations that learn together over a period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    region = models.CharField(max_length=80, blank=True)
    purpose_nb = models.TextField(blank=True)
    purpose_nn = models.TextField(blank=True)
    purpose_en = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    predecessor = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="successors")
    organisations = models.ManyToManyField(Organisation, through="Participation", related_name="networks")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="network_does_not_end_before_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The network's page."""
        return reverse("network:network", args=[self.slug])

    @property
    def purpose(self) -> str:
        """The purpose in the reader's language, otherwise in bokmål."""
        return getattr(self, f"purpose_{(get_language() or 'nb')[:2]}", "") or self.purpose_nb


class Part(models.TextChoices):
    """What part an organisation has in a network."""

    PARTICIPANT = "participant", pgettext_lazy("organisation in a network", "Participant")
    PARTNER = "partner", _("Partner")
    HOST = "host", _("Host")


class Participation(models.Model):
    """An organisation's part in a network."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="participations")
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.PARTICIPANT)

    class Meta:
        ordering = ["part", "organisation__name_nb"]
        constraints = [models.UniqueConstraint(fields=["network", "organisation"], name="one_part_per_network")]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.network_id}"


class NetworkTask(models.TextChoices):
    """What a person does for a network."""

    COORDINATOR = "coordinator", _("Network coordinator")
    ADVISER = "adviser", _("Programme adviser")


class NetworkRole(models.Model):
    """A person who coordinates or advises a network."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="network_roles")
    task = models.CharField(max_length=12, choices=NetworkTask.choices)

    class Meta:
        ordering = ["task", "person__name"]
        constraints = [models.UniqueConstraint(fields=["network", "person", "task"], name="one_network_role_per_task")]

    def __str__(self) -> str:
        return f"{self.task} of {self.network_id}"


class FactKind(models.TextChoices):
    """What a fact about a network is about."""

    GATHERING = "gathering", _("Gathering")
    EXCURSION = "excursion", _("Excursion")
    THEME = "theme", _("Theme")
    RESULT = "result", _("Result")


class NetworkFact(models.Model):
    """Something that is known of a network: a gathering held, a theme, a result; with its source."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=12, choices=FactKind.choices)
    order = models.PositiveSmallIntegerField(default=0)
    when_text = models.CharField(max_length=80, blank=True)
    title_nb = models.CharField(max_length=240)
    title_nn = models.CharField(max_length=240, blank=True)
    title_en = models.CharField(max_length=240, blank=True)
    source = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["kind", "order"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The text in the reader's language, otherwise in bokmål."""
        return getattr(self, f"title_{(get_language() or 'nb')[:2]}", "") or self.title_nb
