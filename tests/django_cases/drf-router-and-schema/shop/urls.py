from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from django.views.generic import TemplateView
from rest_framework import routers
from rest_framework.authtoken.views import obtain_auth_token

from orders import api

router = routers.SimpleRouter()
router.register(r"orders", api.OrderViewSet, basename="order")

urlpatterns = [
    path("api/", include((router.urls, "api"))),
    path("token/", obtain_auth_token),
    path("", TemplateView.as_view(template_name="index.html")),
] + static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

if settings.DEBUG:
    import debug_toolbar_not_there

    urlpatterns += [path("__debug__/", include(debug_toolbar_not_there.urls))]
