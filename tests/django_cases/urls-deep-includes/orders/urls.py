from .views import *
urlpatterns = []
