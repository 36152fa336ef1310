from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

api = [path("v1/", include("shop.api.urls")), path("v2/", include([path("x/", include("shop.api.more"))]))]
urlpatterns = [path("api/", include((api, "api"), namespace="api"))]
urlpatterns += i18n_patterns(path("", include("shop.pages_urls")))
