"""Under "api/". What modules bring is mounted by the name they give it; nothing here names one."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from api import pages
from api.consultations import ConsultationViewSet
from api.schema import SchemaView
from api.views import Nothing
from consultations.module import all_modules

router = SimpleRouter()
router.register("consultations", ConsultationViewSet, basename="consultation")
for module in all_modules().values():
    for name, viewset in module.viewsets.items():
        router.register(name, viewset, basename=name)

app_name = "api"
urlpatterns = [
    path("", pages.index, name="index"),
    path("v1/schema/", SchemaView.as_view(), name="schema"),
    path("v1/", include(router.urls)),
    path("v1/<path:rest>/", Nothing.as_view()),
]
