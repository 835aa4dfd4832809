"""The settings of the tests: the project's own, in test mode, on a database of this process."""

from tests import database  # isort: skip - it writes the environment that the next line reads
from config.settings import *  # noqa: F403

__all__ = ["database"]

# Operators' passwords cost half a second each, on purpose; tests type dozens.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
