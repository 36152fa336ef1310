from django.urls import path
from django.views import View
class V(View):
    title = ""
urlpatterns = [path("", V.as_view(title="x")), path("b", V.as_view(name="x"))]
