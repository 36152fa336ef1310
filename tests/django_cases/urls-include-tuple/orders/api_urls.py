from . import jobs

urlpatterns = []
