"""Links that templates cannot name: they depend on the module. `{% load consultations %}`."""

from django import template
from django.urls import NoReverseMatch, reverse

from consultations.models import Consultation, Phase

register = template.Library()


@register.simple_tag
def manage_url(phase: Phase, consultation: Consultation) -> str:
    """Where the team manages what a phase's module does; empty where the module is gone."""
    try:
        return reverse(f"{phase.module_key}_manage:index", args=[consultation.slug, phase.slug])
    except NoReverseMatch:
        return ""
