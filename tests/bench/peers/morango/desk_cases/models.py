"""A case as Morango syncs it: its number, and the event's JSON as text."""

from django.contrib.auth.models import User
from django.db import models
from morango.models.core import SyncableModel


def _may_sign(user: User, *_: object, **__: object) -> bool:
    """Morango asks the project's user model who may grant a certificate."""
    return user.is_superuser


User.has_morango_certificate_scope_permission = _may_sign


class Case(SyncableModel):
    morango_profile = "cases"
    morango_model_name = "case"
    district = models.CharField(max_length=32)
    number = models.CharField(max_length=64)
    body = models.TextField()

    def calculate_source_id(self, *_: object, **__: object) -> str:
        return self.number

    def calculate_partition(self, *_: object, **__: object) -> str:
        return f"{self.district}:cases"
