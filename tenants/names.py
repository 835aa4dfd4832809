"""Names that reach SQL or the network: schemas, roles, hosts."""

import re

from django.core.exceptions import ValidationError

TEMPLATE_SCHEMA = "t_template"
EXTENSIONS_SCHEMA = "ext"
PUBLIC_ROLE = "app_public"
_SCHEMA = re.compile(r"t_[0-9a-z]{1,40}")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


def check_schema_name(name: str) -> None:
    """Refuse (ValidationError) any schema name that is not ours: `t_` and up to 40 of 0-9a-z."""
    if not _SCHEMA.fullmatch(name):
        raise ValidationError("Invalid schema name.")


def role_of(schema: str) -> str:
    """The database role that may use `schema` and nothing else."""
    check_schema_name(schema)
    return f"r_{schema}"


def normalise_host(host: str) -> str:
    """The host as we store and compare it: lower case, no port, no trailing dot, A-labels.

    Returns an empty string for what cannot be a host name, so that it matches no tenant.
    """
    name = host.strip().rsplit("]", 1)[-1].split(":", 1)[0].rstrip(".").lower()
    try:
        name = name.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    labels = name.split(".")
    return name if len(name) <= 253 and all(map(_LABEL.fullmatch, labels)) else ""
