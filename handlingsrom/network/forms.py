"""The forms about organisations, members and networks. Each lists its fields; nothing else that is posted counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from handlingsrom.accounts.models import Language, Person
from handlingsrom.core.forms import DateField, FormMixin

from .models import FactKind, Kind, MemberRole, Network, NetworkTask, Organisation, Part
from .orgnr import clean_orgnr, spaced

LONG = forms.Textarea(attrs={"rows": 3})


class OrganisationForm(FormMixin, forms.Form):
    """An organisation, as an administrator of the platform adds or changes it."""

    name_nb = forms.CharField(label=gettext_lazy("Name in bokmål"), max_length=160)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of organisation"), choices=Kind.choices, widget=forms.RadioSelect)
    orgnr = forms.CharField(
        label=gettext_lazy("Organisation number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Nine digits, as in Brønnøysundregistrene. Example: 974 760 673."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    name_nn = forms.CharField(
        label=gettext_lazy("Name in nynorsk"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Only where it differs from the name in bokmål."),
    )
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Only where it differs from the name in bokmål."),
    )
    region = forms.CharField(label=pgettext_lazy("a place", "County"), required=False, max_length=80)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    former = forms.BooleanField(
        label=gettext_lazy("The organisation no longer exists"),
        required=False,
        help_text=gettext_lazy("What it made stays, and is marked as made by a former organisation."),
    )
    continued_as = forms.CharField(
        label=gettext_lazy("Continued as"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("The organisation that took over. Example: Alver kommune."),
    )

    @classmethod
    def initial_of(cls, organisation: Organisation) -> dict[str, Any]:
        """What the form shows for an organisation."""
        values = {name: getattr(organisation, name) for name in cls.base_fields}
        return {**values, "orgnr": spaced(organisation.orgnr)}

    def clean_orgnr(self) -> str:
        """Nine digits that fit each other, or nothing."""
        text = self.cleaned_data["orgnr"].strip()
        return clean_orgnr(text) if text else ""

    def clean_continued_as(self) -> str:
        """Only a former organisation is continued by another."""
        text: str = self.cleaned_data["continued_as"].strip()
        if text and not self.cleaned_data.get("former"):
            message = gettext_lazy("Tick that the organisation no longer exists, or leave “Continued as” empty.")
            raise forms.ValidationError(message)
        return text


class PersonChoice(forms.ModelChoiceField):
    """A choice of people by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name only."""
        return str(obj.name)


class ContactForm(FormMixin, forms.Form):
    """What the managers of an organisation may change themselves."""

    contact = PersonChoice(
        label=gettext_lazy("Contact"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody chosen"),
        help_text=gettext_lazy("Whom others may ask. The name is shown to everyone who has signed in."),
    )
    deputy = PersonChoice(
        label=gettext_lazy("Deputy"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody chosen"),
    )
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        initial = {name: getattr(organisation, name) for name in self.base_fields}
        super().__init__(*args, **{"initial": initial, **kwargs})
        members = Person.objects.filter(memberships__organisation=organisation, is_active=True).order_by("name")
        for name in ("contact", "deputy"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = members


class InvitedForm(FormMixin, forms.Form):
    """Someone given by e-mail address; name and language count only when the address is new here."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The person gets an e-mail that says how to sign in."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("Needed when the person is new here."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = (get_language() or "nb")[:2]


ROLE_HELP = gettext_lazy(
    "Readers see what is for the organisation. Members also start initiatives. Managers also look after the members."
)


class MemberForm(InvitedForm):
    """A new member of an organisation."""

    role = forms.ChoiceField(
        label=pgettext_lazy("in an organisation", "Role"),
        choices=MemberRole.choices,
        initial=MemberRole.MEMBER,
        help_text=ROLE_HELP,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=gettext_lazy("Job title"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Example: innkjøpsrådgiver."),
    )


class MembershipForm(FormMixin, forms.Form):
    """The role and title of a member."""

    role = forms.ChoiceField(
        label=pgettext_lazy("in an organisation", "Role"),
        choices=MemberRole.choices,
        help_text=ROLE_HELP,
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=gettext_lazy("Job title"), required=False, max_length=80)


class NetworkForm(FormMixin, forms.Form):
    """A network."""

    name = forms.CharField(label=gettext_lazy("Name of the network"), max_length=120)
    region = forms.CharField(label=gettext_lazy("Region"), required=False, max_length=80)
    purpose_nb = forms.CharField(label=gettext_lazy("Purpose in bokmål"), required=False, max_length=2000, widget=LONG)
    purpose_nn = forms.CharField(label=gettext_lazy("Purpose in nynorsk"), required=False, max_length=2000, widget=LONG)
    purpose_en = forms.CharField(label=gettext_lazy("Purpose in English"), required=False, max_length=2000, widget=LONG)
    starts_on = DateField(label=gettext_lazy("Starts"), required=False)
    ends_on = DateField(label=gettext_lazy("Ends"), required=False)
    predecessor = forms.ModelChoiceField(
        label=gettext_lazy("Follows the network"),
        queryset=Network.objects.order_by("name"),
        required=False,
        empty_label=gettext_lazy("No earlier network"),
    )

    def __init__(self, *args: Any, network: Network | None = None, **kwargs: Any) -> None:
        if network is not None:
            kwargs["initial"] = {name: getattr(network, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        if network is not None:
            field = self.fields["predecessor"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Network.objects.exclude(pk=network.pk).order_by("name")


class ParticipationForm(FormMixin, forms.Form):
    """An organisation and its part in a network."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.exclude(kind=Kind.SUPPLIER).order_by("name_nb"),
        empty_label=gettext_lazy("Choose an organisation"),
    )
    part = forms.ChoiceField(
        label=gettext_lazy("Part in the network"),
        choices=Part.choices,
        initial=Part.PARTICIPANT,
        widget=forms.RadioSelect,
    )


class NetworkRoleForm(InvitedForm):
    """Someone who coordinates or advises a network."""

    task = forms.ChoiceField(
        label=gettext_lazy("Task"),
        choices=NetworkTask.choices,
        initial=NetworkTask.COORDINATOR,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Coordinators look after the page of the network. Both see what is shared with the network."
        ),
    )


class FactForm(FormMixin, forms.Form):
    """Something that is known of a network."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What the fact is about"), choices=FactKind.choices, widget=forms.RadioSelect
    )
    title_nb = forms.CharField(label=gettext_lazy("The fact in bokmål"), max_length=240)
    title_nn = forms.CharField(label=gettext_lazy("The fact in nynorsk"), required=False, max_length=240)
    title_en = forms.CharField(label=gettext_lazy("The fact in English"), required=False, max_length=240)
    when_text = forms.CharField(
        label=gettext_lazy("When"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("As exactly as you know. Example: våren 2015."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=240,
        help_text=gettext_lazy("Where others can check it."),
    )
    order = forms.IntegerField(
        label=gettext_lazy("Place in the list"), min_value=0, max_value=999, initial=0, required=False
    )

    def clean_order(self) -> int:
        """First when nothing is written."""
        return self.cleaned_data.get("order") or 0
