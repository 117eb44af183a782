"""An initiative and those who take part in it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlingsrom.accounts.models import Language
from handlingsrom.network.models import Network, Organisation, Visibility


class Status(models.TextChoices):
    """Where an initiative stands. Only an active one needs a next step and a date."""

    ACTIVE = "active", pgettext_lazy("status of an initiative", "Active")
    PARKED = "parked", pgettext_lazy("status of an initiative", "Parked")
    DONE = "done", pgettext_lazy("status of an initiative", "Completed")
    STOPPED = "stopped", pgettext_lazy("status of an initiative", "Ended without a result")


class Origin(models.TextChoices):
    """Where an initiative came from."""

    GATHERING = "gathering", _("A gathering")
    IDEA = "idea", _("The idea wall")
    OTHERS = "others", _("Experience of others")
    SUPPLIER = "supplier", _("A supplier")
    LEADERSHIP = "leadership", _("The leadership")
    OTHER = "other", _("Other")


class ContractKind(models.TextChoices):
    """What is bought, in the words of the procurement rules."""

    GOODS = "goods", _("Goods")
    SERVICES = "services", _("Services")
    WORKS = "works", _("Building and construction works")
    SPECIAL_SERVICES = "special_services", _("Special services")
    HEALTH_SOCIAL = "health_social", _("Health and social services")
    RD_SERVICES = "rd_services", _("Research and development services")
    DESIGN_CONTEST = "design_contest", _("Design contest")


class Initiative(models.Model):
    """One organisation's undertaking to solve a need."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=160)
    summary = models.TextField(blank=True, max_length=1000)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NB)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="initiatives")
    network = models.ForeignKey(Network, null=True, blank=True, on_delete=models.SET_NULL, related_name="initiatives")
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.TEAM)
    method_id = models.CharField(max_length=60)
    method_version = models.CharField(max_length=20)
    current_step = models.CharField(max_length=60, blank=True)  # kept by actions.steps, for lists and filters

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    status_reason = models.TextField(blank=True, max_length=1000)
    outcome = models.TextField(blank=True, max_length=2000)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="responsible_for"
    )
    next_action = models.CharField(max_length=240, blank=True)
    due_on = models.DateField(null=True, blank=True)

    origin = models.CharField(max_length=12, choices=Origin.choices, blank=True)
    origin_note = models.CharField(max_length=240, blank=True)
    contract_kind = models.CharField(max_length=20, choices=ContractKind.choices, blank=True)
    value_nok = models.PositiveBigIntegerField(null=True, blank=True)
    cpv = models.CharField(max_length=10, blank=True)
    wanted_start = models.DateField(null=True, blank=True)

    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    copied_note = models.CharField(max_length=240, blank=True)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="created_initiatives"
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "title"]
        indexes = [
            models.Index(fields=["organisation", "status", "due_on"], name="initiative_by_organisation"),
            models.Index(fields=["network", "status", "due_on"], name="initiative_by_network"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="active")
                | (Q(responsible__isnull=False) & ~Q(next_action="") & Q(due_on__isnull=False)),
                name="active_initiative_has_responsible_next_action_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["parked", "stopped"]) | ~Q(status_reason=""),
                name="parked_or_stopped_initiative_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(outcome=""), name="completed_initiative_has_an_outcome"
            ),
            models.CheckConstraint(
                condition=~Q(visibility="network") | Q(network__isnull=False),
                name="initiative_for_the_network_has_a_network",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The initiative's overview."""
        return reverse("initiatives:initiative", args=[self.pk])


class TakingPart(models.Model):
    """Another organisation that takes part in an initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="taking_part")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="takes_part_in")

    class Meta:
        ordering = ["organisation__name_nb"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "organisation"], name="organisation_takes_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} takes part in {self.initiative_id}"


class TeamRole(models.TextChoices):
    """What a person does in a team. Lead and contributor may write."""

    LEAD = "lead", _("Project leader")
    CONTRIBUTOR = "contributor", _("Contributor")
    DECIDER = "decider", _("Decision maker")
    READER = "reader", _("Reads along")


class TeamMember(models.Model):
    """A person in the team of an initiative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teams")
    role = models.CharField(max_length=12, choices=TeamRole.choices, default=TeamRole.CONTRIBUTOR)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["role", "person__name"]
        constraints = [models.UniqueConstraint(fields=["initiative", "person"], name="person_is_in_team_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in the team of {self.initiative_id}"
