"""What a module exports is whole: the platform, its pages and its people find all they need there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import deactivate_all, override
from django.utils.translation.trans_real import translation

from api.views import ReadOnlyViewSet
from consultations.module import Module, all_modules
from tests.contract.modules import every_module
from themes.templatetags.themes import icon


def texts(module: Module) -> Iterator[object]:
    """All that people read of a module's description."""
    yield from (module.name, module.summary)
    for kind in module.kinds:
        yield kind.label
        yield from (action.label for action in kind.allows)
    for export in module.exports:
        yield from (export.label, *export.columns)
    for field in module.settings_form.base_fields.values():
        yield from (text for text in (field.label, field.help_text) if text)


@every_module
def test_its_key_is_its_folder(module: Module) -> None:
    assert f"modules.{module.key}" in settings.MODULES
    assert all_modules()[module.key] is module


@every_module
def test_nobody_changes_it(module: Module) -> None:
    with pytest.raises(FrozenInstanceError):
        module.key = "autre"  # type: ignore[misc]


@every_module
def test_its_words_are_in_french(module: Module) -> None:
    catalogue = translation("fr")
    for text in texts(module):
        assert isinstance(text, Promise), f"{text!r} cannot be translated: use gettext_lazy"
        with override(None):
            deactivate_all()
            english = str(text)
        assert catalogue._catalog.get(english), f"no French for {english!r}"  # type: ignore[attr-defined]


@every_module
def test_every_setting_has_a_value_from_the_start(module: Module) -> None:
    fields = module.settings_form.base_fields
    assert [name for name, field in fields.items() if field.initial is None] == []
    form = module.settings_form({name: field.initial for name, field in fields.items()})
    assert form.is_valid(), form.errors


@every_module
def test_it_has_an_index_for_citizens_and_one_for_the_team(module: Module) -> None:
    place = f"concertations/c/{module.path}/p/"
    with_tenant = "config.urls_tenant"
    assert reverse(f"{module.key}:index", with_tenant, ["c", "p"]) == f"/{place}"
    assert reverse(f"{module.key}_manage:index", with_tenant, ["c", "p"]) == f"/gestion/{place}"


@every_module
def test_its_keys_are_plain_words_and_each_stands_once(module: Module) -> None:
    for keys in (
        [kind.key for kind in module.kinds],
        [export.key for export in module.exports],
        list({action.key: 0 for kind in module.kinds for action in kind.allows}),
        [module.path],
    ):
        assert len(set(keys)) == len(keys)
        assert [key for key in keys if slugify(key) != key] == []
    assert module.kinds


@every_module
def test_one_key_means_one_action(module: Module) -> None:
    actions = {action for kind in module.kinds for action in kind.allows}
    assert len({action.key for action in actions}) == len(actions)


@every_module
def test_its_icon_exists(module: Module) -> None:
    assert "<svg" in icon(module.icon)


@every_module
def test_what_it_brings_to_the_api_can_only_be_read(module: Module) -> None:
    assert all(issubclass(viewset, ReadOnlyViewSet) for viewset in module.viewsets.values())


def test_no_two_modules_stand_at_one_address() -> None:
    paths = [module.path for module in all_modules().values()]
    brought = [name for module in all_modules().values() for name in module.viewsets]
    assert len(set(paths)) == len(paths)
    assert len({*brought, "consultations", "schema"}) == len(brought) + 2
