from . import jobs
urlpatterns = []
