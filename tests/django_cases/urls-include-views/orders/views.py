from django.http import HttpResponse

from .jobs import ship


def index(request):
    ship.delay()
    return HttpResponse("ok")
