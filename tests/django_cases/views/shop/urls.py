from django.contrib import admin
from django.urls import include, path, re_path, reverse_lazy
from django.views.generic import RedirectView, TemplateView
from orders import views
LOGIN = reverse_lazy("login")
urlpatterns = [
    path("admin/", admin.site.urls),
    path("", views.Api.as_view(limit=3)),
    path("p", views.Page.as_view(tab="b", template_name="y.html", extra_context={"a": 1})),
    path("m", views.Mixed.as_view(template_name="x")),
    path("t", views.Third.as_view()),
    path("r/<slug:s>/<path:rest>", RedirectView.as_view(url=LOGIN, permanent=False, query_string=True)),
    path("x/<uuid:pk>/<str:a>/<b>", TemplateView.as_view(template_name="x", content_type="text/plain")),
    path("api/", include([path("a", views.Api.as_view()), path("b", include("orders.urls"))])),
    re_path(r"^(?P<x>\w+)/$", views.Third.as_view(), {"a": 1}, name="x"),
]
