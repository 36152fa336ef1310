from .panels import panel

urlpatterns = []
