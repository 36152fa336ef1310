from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

urlpatterns = []
for name in settings.LOCAL_APPS:
    try:
        urlpatterns.append(path(f"{name}/", include(f"{name}.urls")))
    except ModuleNotFoundError:
        pass
