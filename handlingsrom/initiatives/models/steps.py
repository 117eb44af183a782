"""How far an initiative has come: steps, done-criteria and the five questions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .initiative import Initiative


class State(models.TextChoices):
    """State of a step: a checklist, never a locked wizard."""

    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    REOPENED = "reopened", _("Reopened")


class StepState(models.Model):
    """The state of one step of the method in one initiative. No row means not started."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="step_states")
    step_id = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NOT_STARTED)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["initiative", "step_id"], name="one_state_per_step")]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.state}"


class CriterionCheck(models.Model):
    """A done-criterion that the team has ticked off. No row means not met."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="criterion_checks")
    step_id = models.CharField(max_length=60)
    criterion_id = models.CharField(max_length=60)
    met_at = models.DateTimeField()
    met_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["initiative", "step_id", "criterion_id"], name="criterion_is_met_once")
        ]

    def __str__(self) -> str:
        return f"{self.step_id}.{self.criterion_id}"


class QuestionScore(models.Model):
    """A level 0–4 that the team gave itself on one of the five questions, with evidence. Rows are only added."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="scores")
    question_id = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    evidence = models.TextField(max_length=2000)
    link = models.URLField(blank=True)
    scored_on = models.DateField()
    scored_at = models.DateTimeField()
    scored_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_current = models.BooleanField(default=True)  # the last one of its question; kept by actions.scores

    class Meta:
        ordering = ["question_id", "scored_at"]
        indexes = [
            models.Index(
                fields=["initiative", "question_id", "level"],
                condition=models.Q(is_current=True),
                name="current_scores",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "question_id"],
                condition=models.Q(is_current=True),
                name="one_current_score_per_question",
            ),
            models.CheckConstraint(condition=models.Q(level__gte=0, level__lte=4), name="level_is_between_0_and_4"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.level}"
