from django.http import JsonResponse
from django.views import View
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_POST

from .models import Order
from .tasks import ship


@require_POST
def index(request):
    ship.delay(1)
    return JsonResponse({})


class OrderView(View):
    queryset = Order.objects.all()

    def post(self, request, pk):
        from .exports import export

        export.delay(pk)
        return JsonResponse({})
