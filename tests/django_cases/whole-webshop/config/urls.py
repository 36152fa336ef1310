from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path
from django.views import defaults as default_views
from django.views.generic import TemplateView

urlpatterns = [
    path("", TemplateView.as_view(template_name="home.html"), name="home"),
    path("admin/", admin.site.urls),
    path("people/", include("webshop.people.urls", namespace="people")),
    path("orders/", include("webshop.orders.urls")),
    path("api/", include(("webshop.orders.api_urls", "api"))),
    *static(settings.STATIC_URL, document_root="static"),
]
handler404 = "webshop.people.views.not_found"

if settings.DEBUG:
    urlpatterns += [path("404/", default_views.page_not_found, kwargs={"exception": Exception("Page not Found")})]
    if "webshop.devtools" in settings.INSTALLED_APPS:
        urlpatterns = [path("dev/", include("webshop.devtools.urls")), *urlpatterns]
