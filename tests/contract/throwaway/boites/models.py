"""What was dropped into a box."""

from django.db import models

from accounts.models import User
from consultations.models import Phase
from tenants.ids import uuid7


class Note(models.Model):
    """A few words, with whoever left them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="notes_in_box")
    author = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.text
