"""An entry names its actor and object by value, and keeps what it replaced."""

from __future__ import annotations

from audit.actions import record
from audit.models import Entry
from tests.cast import World


def test_an_entry_reads_as_a_sentence(region: World) -> None:
    with region.use():
        entry = record("test.done", "a essayé", by=region.manager, about=region.citizen.pk)
    assert str(entry) == "Manager a essayé"


def test_an_entry_outlives_its_actor(region: World) -> None:
    with region.use():
        record("test.done", "a essayé", by=region.neighbour)
        region.neighbour.delete()
        assert Entry.objects.get().actor_name == "Neighbour"


def test_the_platform_acts_in_its_own_name(region: World) -> None:
    with region.use():
        assert record("test.done", "a fermé la phase", by=None).actor_name == "La plateforme"


def test_a_long_sentence_is_cut_and_the_replaced_text_kept_whole(region: World) -> None:
    with region.use():
        record("test.changed", "x" * 900, by=None, before="y" * 9_000)
        entry = Entry.objects.get()
    assert len(entry.sentence) == 500
    assert entry.before == "y" * 9_000


def test_the_second_tenant_has_a_history_of_its_own(region: World, canal: World) -> None:
    with region.use():
        record("test.done", "a essayé", by=region.manager)
    with canal.use():
        assert not Entry.objects.exists()
