"""What staff do with the look of the site and with its news.

Whatever is changed goes into one draft, which the team shares; publishing it makes a version. Going
back publishes an old version anew, so nothing is ever lost. Files of a look are never removed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.module import Text
from consultations.slugs import free_slug
from showcase.models import News, Version
from showcase.selectors import get_draft, versions
from showcase.tasks import announce_news
from themes.brand import get_branding
from themes.models import LOOK, Branding

# What a version changed, in words: several fields may be one thing for people.
_PARTS: dict[str, Text] = {
    "tagline": gettext_lazy("sentence under the name"),
    "logo": gettext_lazy("logo"),
    "main_colour": gettext_lazy("colours"),
    "accent_colour": gettext_lazy("colours"),
    "corners": gettext_lazy("corners"),
    "typeface": gettext_lazy("letters"),
    "sender_name": gettext_lazy("sender of the mails"),
    "home_title": gettext_lazy("welcome"),
    "home_text": gettext_lazy("welcome"),
    "banner": gettext_lazy("banner"),
    "banner_alt": gettext_lazy("banner"),
    "banner_focus": gettext_lazy("banner"),
    "blocks": gettext_lazy("blocks of the home page"),
    "menu": gettext_lazy("menu"),
    "footer_text": gettext_lazy("footer"),
    "footer_links": gettext_lazy("footer"),
    "social": gettext_lazy("social networks"),
}


def look_in_hand() -> Branding:
    """The look that staff change: the draft where there is one, else what everybody sees. Not saved."""
    branding = get_branding()
    if draft := get_draft():
        branding.put_on(draft.look)
    return branding


def changed_parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What differs between two looks, in words, each once, in the order of the pages."""
    default = Branding().look
    changed = (
        name for name in LOOK if before.get(name, default[name]) != after.get(name, default[name])
    )
    return list(dict.fromkeys(str(_PARTS[name]) for name in changed if name in _PARTS))


@transaction.atomic
def sketch(change: Callable[[Branding], None], *, by: User) -> None:
    """Change the draft, made from the look of now where there is none. Two at once take turns.

    A draft that comes to be what everybody sees is no draft any more.
    """
    _check(by)
    _hold()
    branding = look_in_hand()
    change(branding)
    look = branding.look
    if look == get_branding().look:
        Version.objects.filter(is_draft=True).delete()
    else:
        Version.objects.update_or_create(is_draft=True, defaults={"look": look})


@transaction.atomic
def publish(*, by: User) -> Version | None:
    """Show the draft to everybody; None where nobody drafted anything."""
    _check(by)
    _hold()
    draft = get_draft()
    if draft is None:
        return None
    look = draft.look
    draft.delete()
    return _wear(look, _("published a new look"), by=by)


@transaction.atomic
def discard(*, by: User) -> None:
    """Throw the draft away: the pages for staff show again what everybody sees."""
    _check(by)
    deleted, _by_model = Version.objects.filter(is_draft=True).delete()
    if deleted:
        record("look.discarded", _("threw away the draft of the look"), by=by)


@transaction.atomic
def go_back(version: Version, *, by: User) -> Version | None:
    """Wear an earlier look again, as a new version; None where it is worn already. A draft stays."""
    _check(by)
    _hold()
    when = timezone.localtime(version.published_at).strftime("%d/%m/%Y, %H:%M")
    return _wear(version.look, _("went back to the look of %(when)s") % {"when": when}, by=by)


def _wear(look: Mapping[str, Any], deed: str, *, by: User) -> Version | None:
    branding = get_branding()
    parts = changed_parts(branding.look, look)
    if not parts:
        return None
    worn = versions().first() or _keep_the_first(branding)
    worn.translations = branding.translations  # they were written after it was published
    worn.save(update_fields=["translations"])
    branding.put_on(look)
    for kept in versions().values_list("translations", flat=True):
        branding.recall(kept)
    branding.save()
    version = Version.objects.create(
        look=branding.look, is_draft=False, published_at=timezone.now()
    )
    record("look.published", f"{deed}{_(': ')}{', '.join(parts)}", by=by, about=version.pk)
    return version


def _keep_the_first(branding: Branding) -> Version:
    """The look before the first change, so that one can go back to it too."""
    version = Version.objects.create(
        look=branding.look, is_draft=False, published_at=branding.updated_at
    )
    record("look.first", _("gave the site its first look"), by=None, about=version.pk)
    return version


def _hold() -> None:
    """Let one at a time change the look: the row is made if need be, then held."""
    Branding.objects.get_or_create(only=True)
    Branding.objects.select_for_update().get(only=True)


def _check(by: User) -> None:
    if not by.may(Ability.MANAGE_SITE):
        raise PermissionDenied


# --- News ------------------------------------------------------------------------------------------


@transaction.atomic
def keep_news(news: News, *, by: User) -> News:
    """Keep a news item, new or changed; its address is made once, from its first title.

    One of a consultation is told to its followers when it is published.
    """
    _check_writer(by)
    is_new = news._state.adding
    was_told = News.objects.filter(pk=news.pk, is_published=True, consultation=news.consultation)
    is_to_tell = news.is_published and news.consultation is not None and not was_told.exists()
    if is_new:
        taken = News.objects.values_list("slug", flat=True)
        news.slug = free_slug(news.title, taken, empty="actualite")
    news.save()
    words = _("wrote the news “%(title)s”") if is_new else _("changed the news “%(title)s”")
    record("news.kept", words % {"title": news.title}, by=by, about=news.pk)
    if is_to_tell:
        announce_news.defer(news_id=str(news.pk))
    return news


@transaction.atomic
def drop_news(news: News, *, by: User) -> None:
    """Remove a news item for good; the journal keeps its text."""
    _check_writer(by)
    words = _("removed the news “%(title)s”") % {"title": news.title}
    record("news.dropped", words, by=by, about=news.pk, before=news.body)
    news.delete()


def _check_writer(by: User) -> None:
    if not by.may(Ability.MANAGE_CONSULTATIONS):
        raise PermissionDenied
