"""What the team fills in about its duties, and what people report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from legal.about import COLLECTIVITIES
from legal.models import BarrierReport, Duties
from legal.readiness import required
from legal.sections import Section
from tenants.current import get_tenant

if TYPE_CHECKING:
    _DutiesForm = forms.ModelForm[Duties]
else:
    _DutiesForm = forms.ModelForm

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
EMAIL = _("This does not look like an e-mail address. Example: name@example.org.")
LINES = forms.Textarea(attrs={"rows": 4})


class DutiesForm(_DutiesForm):
    """One part of the duties. What the law wants is required: a site that is live is not emptied of it."""

    AFTER_AN_AUDIT: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (_page, words) in required().items():
            if name in self.fields:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = words

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields that everybody fills in."""
        return [field for field in self if field.name not in self.AFTER_AN_AUDIT]

    @property
    def later(self) -> list[forms.BoundField]:
        """Those that wait for an audit."""
        return [field for field in self if field.name in self.AFTER_AN_AUDIT]

    @property
    def shows_later(self) -> bool:
        """Whether something stands in those, or is wrong there."""
        return any(field.value() or field.errors for field in self.later)


class PublisherForm(DutiesForm):
    """Who publishes the site."""

    class Meta:
        model = Duties
        fields = (
            "legal_name",
            "legal_address",
            "phone",
            "contact_email",
            "publication_director",
            "director_role",
        )
        help_texts = {
            "legal_name": _("As it stands on your official papers."),
            "contact_email": _(
                "Shown at the foot of every page. A mailbox that several people read is best."
            ),
            "publication_director": _(
                "The person who answers for what is published: the mayor, the president… Their first "
                "and last name."
            ),
            "director_role": _("For example: mayor, president of the association."),
        }
        widgets = {
            "legal_name": forms.TextInput(attrs={"autocomplete": "organization"}),
            "legal_address": forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
            "contact_email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        error_messages = {"contact_email": {"invalid": EMAIL}}


class PrivacyForm(DutiesForm):
    """Who answers for personal data. Only those without a public task choose a basis."""

    class Meta:
        model = Duties
        fields = ("basis", "dpo_name", "dpo_email")
        help_texts = {
            "basis": _(
                "Legitimate interest suits most associations. Ask your adviser where contributions "
                "touch upon health, religion or political opinions."
            ),
            "dpo_name": _("A person, a department or a company: whoever you declared to the CNIL."),
            "dpo_email": _("Published, so that people can use their rights."),
        }
        widgets = {"basis": forms.RadioSelect}
        error_messages = {"dpo_email": {"invalid": EMAIL}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if get_tenant().kind in COLLECTIVITIES:
            del self.fields["basis"]
        else:
            choices: Any = self.fields["basis"]
            choices.choices = [choice for choice in choices.choices if choice[0]]


class AccessibilityForm(DutiesForm):
    """The accessibility declaration: how far, since when, says who."""

    AFTER_AN_AUDIT = (
        "audited_on",
        "auditor",
        "rate",
        "failures",
        "burden",
        "exempt",
        "tested_pages",
        "tested_with",
    )

    class Meta:
        model = Duties
        fields = (
            "declared_on",
            "technologies",
            "plan_url",
            "audited_on",
            "auditor",
            "rate",
            "failures",
            "burden",
            "exempt",
            "tested_pages",
            "tested_with",
        )
        help_texts = {
            "declared_on": _(
                "The day you read it and vouch for it. It is renewed after three years."
            ),
            "audited_on": _(
                "Leave it empty while nobody audited the site: it is then declared not compliant, as "
                "the law wants."
            ),
            "auditor": _(
                "The company or the department, and the method where it is not the RGAA’s."
            ),
            "rate": _("Compliant from 100 %, partially compliant from 50 %."),
            "failures": _("One a line, each beginning with a hyphen and a space."),
            "burden": _("What would cost out of proportion, why, and which other way you offer."),
            "exempt": _("For example: maps, files from before 2018, contents of others."),
            "plan_url": _("Where your plan over several years is published, if you have one."),
        }
        widgets = {
            "declared_on": DATE,
            "audited_on": DATE,
            "failures": LINES,
            "burden": LINES,
            "exempt": LINES,
            "tested_pages": LINES,
            "tested_with": LINES,
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.declared_on is None:
            self.initial["declared_on"] = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """An audit is told whole or not at all, and nothing is declared ahead of its day."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        audit = {name: cleaned.get(name) for name in ("audited_on", "auditor", "rate")}
        if any(value not in {None, ""} for value in audit.values()):
            for name, value in audit.items():
                if value in {None, ""} and name not in self.errors:
                    self.add_error(
                        name, _("An audit has a date, an author and a result: give all three.")
                    )
        for name in ("declared_on", "audited_on"):
            if (day := cleaned.get(name)) and day > timezone.localdate():
                self.add_error(name, _("This day is still to come."))
        self._check_failures(cleaned)
        return cleaned

    def _check_failures(self, cleaned: Mapping[str, Any]) -> None:
        rate = cleaned.get("rate")
        if rate is not None and 50 <= rate < 100 and not cleaned.get("failures", "").strip():
            words = _("Say what is not accessible: the law asks for the list.")
            self.add_error("failures", words)


class WordsForm(forms.Form):
    """One text for each section of a page: the team's own words."""

    def __init__(self, *args: Any, sections: Sequence[Section], **options: Any) -> None:
        super().__init__(*args, **options)
        self.sections = sections
        for section in sections:
            self.fields[section.key] = forms.CharField(
                label=_("Your text, in place of ours") if section.replaces else _("What you add"),
                required=False,
                max_length=5_000,
                initial=section.own,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

    @property
    def parts(self) -> list[tuple[Section, forms.BoundField]]:
        """Each section with its field."""
        return [(section, self[section.key]) for section in self.sections]


class TermsForm(forms.Form):
    """What a new version changes, for those who are asked to accept it."""

    changes = forms.CharField(
        label=_("What changes, in two sentences"),
        max_length=1_000,
        help_text=_("Members read it when they are asked to accept this version."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what changes: members read it before they accept.")},
    )


class BarrierForm(forms.Form):
    """What stood in somebody's way. Only that is asked of them."""

    what = forms.CharField(
        label=_("What could you not do?"),
        max_length=2_000,
        help_text=_("For example: “My screen reader does not say what this button is for.”"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Say in a few words what you could not do."),
            "max_length": _("This message is too long: 2,000 characters at most."),
        },
    )
    where = forms.CharField(
        label=_("On which page?"),
        required=False,
        max_length=300,
        help_text=_("Its address or its title."),
    )
    tools = forms.CharField(
        label=_("With which browser or which assistive technology?"),
        required=False,
        max_length=300,
    )
    contact = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        help_text=_("To answer you. Never shown."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": EMAIL},
    )
    website = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))

    @property
    def told(self) -> dict[str, str]:
        """What a person said; ask it of a valid form."""
        return {name: self.cleaned_data[name] for name in ("what", "where", "tools", "contact")}


class AnswerForm(forms.Form):
    """What was done about a barrier."""

    state = forms.ChoiceField(
        label=_("What was done"),
        choices=[
            (BarrierReport.State.MENDED, _("The barrier is gone")),
            (BarrierReport.State.ANSWERED, _("We offer another way")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what was done.")},
    )
    answer = forms.CharField(
        label=_("Your answer"),
        max_length=2_000,
        help_text=_(
            "Sent by e-mail where an address was left, and shown on the page of the report."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your answer: the person reads it.")},
    )
