from . import second
urlpatterns = []
