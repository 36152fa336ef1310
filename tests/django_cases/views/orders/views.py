from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views import View, generic
from django.views.generic.base import TemplateResponseMixin, ContextMixin
from django.views.decorators.csrf import csrf_exempt
class Api(View):
    model = None
    limit = 5
    http_method_names = ["get", "post"]
    @method_decorator(csrf_exempt)
    def dispatch(self, *a, **k): return super().dispatch(*a, **k)
    def get(self, request): return JsonResponse({})
    @classmethod
    def as_view(cls, **initkwargs):
        view = super().as_view(**initkwargs)
        return csrf_exempt(view)
class Page(LoginRequiredMixin, generic.TemplateView):
    template_name = "x.html"
    tab = "a"
class Mixed(TemplateResponseMixin, ContextMixin, View): pass
@method_decorator(csrf_exempt, name="dispatch")
class Third(View): pass
