"""What programs ask each site for, at the root of it."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path
from django.views.decorators.http import conditional_page

from consultations.caching import same_for_visitors
from sharing import installing, views
from sharing.feeds import ConsultationFeed, SiteFeed
from sharing.sitemaps import OF_TENANTS

app_name = "sharing"
HERE = "concertations/<slug:consultation>/"
SECTION = "sharing:sitemap_section"
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path(
        "sitemap.xml", index, {"sitemaps": OF_TENANTS, "sitemap_url_name": SECTION}, name="sitemap"
    ),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": OF_TENANTS}, name="sitemap_section"),
    path("flux.atom", conditional_page(same_for_visitors(SiteFeed())), name="feed"),
    path(
        f"{HERE}flux.atom",
        conditional_page(same_for_visitors(ConsultationFeed())),
        name="consultation_feed",
    ),
    path("manifest.webmanifest", installing.manifest, name="manifest"),
    path("sw.js", installing.worker, name="worker"),
    path("hors-ligne/", installing.offline, name="offline"),
    path("icone-192.png", views.icon, {"name": "icon_192"}, name="icon_192"),
    path("icone-512.png", views.icon, {"name": "icon_512"}, name="icon_512"),
    path("icone-masque.png", views.icon, {"name": "icon_maskable"}, name="icon_maskable"),
    path("image.png", views.site_picture, name="site_picture"),
    path(f"{HERE}image.png", views.picture, name="picture"),
]
