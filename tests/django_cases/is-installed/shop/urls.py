from django.apps import apps

if apps.is_installed("debug_toolbar"):
    from orders import debug
if apps.is_installed("orders"):
    from orders import more
urlpatterns = []
