from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, RedirectView
from django.views.i18n import JavaScriptCatalog
from orders import views

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    re_path(r"^(?P<year>[0-9]{4})/$", views.year),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain")),
]
urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
    path(_("orders/"), include(("orders.urls", "orders"), namespace="orders")),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="js"),
    path("old/", RedirectView.as_view(pattern_name="orders:list", permanent=True)),
    prefix_default_language=False,
)
handler404 = "orders.views.not_found"
handler500 = views.broken
