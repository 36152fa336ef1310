from django.urls import path
from django.contrib.auth.decorators import login_required
from django.utils.decorators import method_decorator
from django.views import View
@method_decorator(login_required, name="post")
class V(View):
    def get(self, request): pass
urlpatterns = []
