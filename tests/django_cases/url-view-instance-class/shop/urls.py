from django.urls import path
from django.views.generic import ListView
class V(ListView): pass
urlpatterns = [path("", V())]
