"""Choosing who may see something: four words, and with each of them who that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handlingsrom.core import norwegian
from handlingsrom.core.forms import FormMixin
from handlingsrom.network.models import Network, Organisation, Visibility

from ..access import organisations_in
from ..models import Initiative


def networks_of_organisations(organisations: Iterable[Organisation]) -> list[Network]:
    """The networks that these organisations take part in, each with how many take part. One query."""
    ids = [organisation.pk for organisation in organisations]
    mine = Network.objects.filter(participations__organisation_id__in=ids).values("pk")
    return list(Network.objects.filter(pk__in=mine).annotate(size=Count("participations")).order_by("name"))


class VisibilityField(forms.ChoiceField):
    """One choice among the words; the network stands by its name. Gives (visibility, network)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": gettext_lazy("Choose who may see it.")})
        super().__init__(widget=forms.RadioSelect, **kwargs)
        self.networks: dict[str, Network] = {}

    def offer(
        self, organisations: Sequence[Organisation], networks: Sequence[Network], current: Network | None = None
    ) -> None:
        """Offer the choices of these organisations. `current` is the network the thing belongs to now."""
        self.networks = {f"network:{network.pk}": network for network in networks}
        self.current = current or (networks[0] if len(networks) == 1 else None)
        self.choices = [
            ("team", _choice(Visibility.TEAM.label, _("Those who are in the team, and nobody else."))),
            ("organisation", _choice(Visibility.ORGANISATION.label, _whole(organisations))),
            *((key, _choice(network.name, _size(network))) for key, network in self.networks.items()),
            ("public", _choice(Visibility.PUBLIC.label, _("Anyone, without signing in. Search engines too."))),
        ]

    def to_python(self, value: Any) -> Any:
        """The value as it was sent; turned into a pair by clean."""
        return str(value or "")

    def clean(self, value: Any) -> tuple[str, Network | None]:
        """The visibility and the network."""
        chosen = str(super().clean(value))
        if chosen in self.networks:
            return str(Visibility.NETWORK), self.networks[chosen]
        if chosen not in Visibility.values:  # pragma: no cover - the choices leave nothing else
            raise ValidationError(_("Choose who may see it."))
        return chosen, getattr(self, "current", None)


class VisibilityForm(FormMixin, forms.Form):
    """Who may see an initiative."""

    base_version = forms.IntegerField(widget=forms.HiddenInput)
    visibility = VisibilityField(label=gettext_lazy("Who may see the initiative?"))

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        initial = {"base_version": initiative.version, "visibility": chosen_now(initiative)}
        super().__init__(*args, initial=initial, **kwargs)
        field = self.fields["visibility"]
        assert isinstance(field, VisibilityField)
        networks = networks_of_organisations([initiative.organisation])
        field.offer(organisations_in(initiative), networks, initiative.network)


def chosen_now(initiative: Initiative) -> str:
    """The choice that stands."""
    if initiative.visibility == Visibility.NETWORK:
        return f"network:{initiative.network_id}"
    return initiative.visibility


def _choice(word: object, who: str) -> SafeString:
    """The word, and who it is."""
    return format_html("<strong>{}</strong> <span>{}</span>", norwegian.sentence_case(str(word)), who)


def _whole(organisations: Sequence[Organisation]) -> str:
    names = ", ".join(organisation.name for organisation in organisations)
    return _("Everyone who belongs to %(organisations)s.") % {"organisations": names}


def _size(network: Network) -> str:
    size = getattr(network, "size", 0)
    return ngettext(
        "Everyone in the network: %(count)s organisation, with coordinators and advisers.",
        "Everyone in the network: %(count)s organisations, with coordinators and advisers.",
        size,
    ) % {"count": norwegian.count_word(size)}
