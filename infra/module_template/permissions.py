"""What people may do here. Reading is open to whoever may see the phase."""

from django.utils.translation import gettext_lazy as _

from consultations.module import Action

WRITE = Action(key="write", label=_("Leave a few words"))  # `guests=True` would need no account
