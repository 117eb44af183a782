"""What the rule guide keeps: facts and assessments of an initiative, what a team decided, and rulebooks added here."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlingsrom.initiatives.models import Initiative


class PurchaseFacts(models.Model):
    """What the guide needs to know of an initiative's purchase, beyond the initiative's own facts."""

    initiative = models.OneToOneField(
        Initiative, primary_key=True, on_delete=models.CASCADE, related_name="purchase_facts"
    )
    starts_on = models.DateField(null=True, blank=True)  # the day of the notice; today when it is not known
    authority = models.CharField(max_length=40, blank=True)  # blank: by the kind of the organisation
    yearly_value = models.PositiveBigIntegerField(null=True, blank=True)
    framework_years = models.PositiveSmallIntegerField(null=True, blank=True)
    lots = models.JSONField(default=list, blank=True)
    needs = models.JSONField(null=True, blank=True)  # None: not answered yet
    off_the_shelf = models.BooleanField(null=True, blank=True)
    electronic_submission = models.BooleanField(default=True)
    full_electronic_access = models.BooleanField(default=True)
    prior_information_notice = models.DateField(null=True, blank=True)
    invitation_sent = models.DateField(null=True, blank=True)
    award_notice_sent = models.DateField(null=True, blank=True)
    exemption = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"facts of {self.initiative_id}"


class Assessment(models.Model):
    """An assessment as it was recorded: the facts, the rulebook and the outcome. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="assessments")
    number = models.PositiveIntegerField()
    jurisdiction = models.CharField(max_length=10)
    rulebook_version = models.CharField(max_length=40)
    facts = models.JSONField()
    outcome = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["initiative", "number"], name="assessment_number_once")]

    def __str__(self) -> str:
        return f"assessment {self.number} of {self.initiative_id}"


class Choice(models.TextChoices):
    """What a team does with a lawful opening."""

    USED = "used", pgettext_lazy("an opening in the rules", "We use it")
    NOT_USED = "not_used", pgettext_lazy("an opening in the rules", "We do not use it")


class Reason(models.TextChoices):
    """Why an opening is not used, in words that can be counted."""

    NOT_FITTING = "not_fitting", _("It does not fit the need")
    NO_TIME = "no_time", _("Too little time")
    NO_COMPETENCE = "no_competence", _("We lack the competence")
    UNSURE = "unsure", _("We are unsure what the rules allow")
    MARKET = "market", _("The market is not ready")
    NO_MANDATE = "no_mandate", _("It is not anchored with the leaders")
    OTHER = "other", _("Something else")


class OpeningChoice(models.Model):
    """What a team decided about one opening (an instrument of the rulebook), and why."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="opening_choices")
    opening = models.CharField(max_length=60)
    choice = models.CharField(max_length=10, choices=Choice.choices)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)  # for the team
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["opening"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "opening"], name="opening_decided_once"),
            models.CheckConstraint(
                condition=models.Q(choice="used") | ~models.Q(reason=""), name="unused_opening_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opening}: {self.choice}"


class InnovationMark(models.Model):
    """Whether a person has confirmed an innovation code (BT-776) for the notice."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="innovation_marks")
    code = models.CharField(max_length=20)
    confirmed = models.BooleanField()
    signals = models.JSONField(default=list)  # the ids of the signals that stood there
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["initiative", "code"], name="innovation_code_decided_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.confirmed}"


class RulebookState(models.TextChoices):
    """Where an installed rulebook stands."""

    PROPOSED = "proposed", pgettext_lazy("a rulebook", "Not in effect yet")
    IN_FORCE = "in_force", pgettext_lazy("a rulebook", "Has been put into effect")


class InstalledRulebook(models.Model):
    """A rulebook added by an administrator, beside those that come with the product. Its text is never changed."""

    jurisdiction = models.CharField(max_length=10)
    version = models.CharField(max_length=40)
    text = models.TextField()  # the file as it was, in bokmål
    text_nn = models.TextField(blank=True)  # overlays
    text_en = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=RulebookState.choices, default=RulebookState.PROPOSED)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["jurisdiction", "-version"]
        constraints = [models.UniqueConstraint(fields=["jurisdiction", "version"], name="rulebook_version_once")]

    def __str__(self) -> str:
        return f"{self.jurisdiction} {self.version}"

    def overlay(self, language: str) -> str:
        """The texts in nynorsk or English; empty for bokmål."""
        return {"nn": self.text_nn, "en": self.text_en}.get(language, "")
