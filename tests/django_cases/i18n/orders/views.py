from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import cache_page
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from .tasks import ship

@login_required
def index(request):
    messages.info(request, _("Hello"))
    return render(request, "index.html")

@cache_page(60 * 15)
def year(request, year):
    return HttpResponse(year)

@csrf_exempt
@require_POST
def start(request):
    result = ship.apply_async(countdown=3)
    return JsonResponse({"id": result.id})

@method_decorator(login_required, name="dispatch")
@method_decorator([cache_page(1)], name="get")
class Thing(View):
    def get(self, request): return HttpResponse("")

def not_found(request, exception): return HttpResponse(status=404)
def broken(request): return HttpResponse(status=500)
