"""The legal pages of a tenant's site and of the platform's own, by key."""

from __future__ import annotations

from legal.sections import Page
from legal.texts import accessibility, charter, cookies, notice, platform_privacy, privacy, terms

OF_TENANT: dict[str, Page] = {
    page.key: page
    for page in (
        notice.PAGE,
        privacy.PAGE,
        cookies.PAGE,
        accessibility.PAGE,
        terms.PAGE,
        charter.PAGE,
    )
}
OF_PLATFORM: dict[str, Page] = {
    page.key: page
    for page in (notice.PAGE, platform_privacy.PAGE, cookies.PAGE, accessibility.PAGE)
}
