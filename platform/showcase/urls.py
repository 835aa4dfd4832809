"""The home page and the news; the workspace's pages for the look, the blocks, the menus, the versions."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from showcase import views
from showcase.manage import home_page, look, menus, news, trying, versions

LOOK = "gestion/apparence/"
BLOCKS = f"{LOOK}accueil/"
MENU = f"{LOOK}menus/<slug:menu>/"
VERSION = f"{LOOK}versions/<uuid:look>/"
NEWS = "gestion/actualites/"

rooms = [
    path("actualites/", views.index, name="news_index"),
    path("actualites/<slug:slug>/", views.news, name="news"),
    path(LOOK, look.identity, name="look"),
    path(f"{LOOK}feuille.css", trying.tried_sheet, name="tried_sheet"),
    path(f"{LOOK}couleurs/", trying.tried_palette, name="tried_palette"),
    path(f"{LOOK}apercu/", trying.draft, name="draft"),
    path(BLOCKS, home_page.index, name="home_page"),
    path(f"{BLOCKS}ajouter/<slug:block_kind>/", home_page.add, name="add_block"),
    path(f"{BLOCKS}<slug:block>/", home_page.change, name="block"),
    path(f"{BLOCKS}<slug:block>/deplacer/", home_page.move, name="move_block"),
    path(f"{BLOCKS}<slug:block>/retirer/", home_page.remove, name="remove_block"),
    path(f"{LOOK}menus/", menus.index, name="menus"),
    path(f"{MENU}ajouter/", menus.add, name="add_link"),
    path(f"{MENU}<slug:link>/", menus.change, name="link"),
    path(f"{MENU}<slug:link>/deplacer/", menus.move, name="move_link"),
    path(f"{MENU}<slug:link>/retirer/", menus.remove, name="remove_link"),
    path(f"{LOOK}versions/", versions.index, name="versions"),
    path(f"{LOOK}versions/publier/", versions.publish, name="publish"),
    path(f"{LOOK}versions/jeter/", versions.discard, name="discard"),
    path(VERSION, trying.version, name="version"),
    path(f"{VERSION}feuille.css", trying.version_sheet, name="version_sheet"),
    path(f"{VERSION}reprendre/", versions.go_back, name="go_back"),
    path(NEWS, news.index, name="write_news_index"),
    path(f"{NEWS}ecrire/", news.write, name="write_news"),
    path(f"{NEWS}modifier/<slug:slug>/", news.change, name="change_news"),
    path(f"{NEWS}modifier/<slug:slug>/retirer/", news.remove, name="remove_news"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("", include((rooms, "showcase"))),
]
