from django.contrib.auth.decorators import login_required, permission_required
from django.utils.decorators import method_decorator
from django.views import generic
from django.views.decorators.csrf import csrf_exempt

from .forms import OrderForm


@method_decorator([login_required, csrf_exempt], name="dispatch")
class Index(generic.FormView):
    form_class = OrderForm
    success_url = "/"


@permission_required("orders.x", raise_exception=True)
@login_required
def detail(request, pk):
    pass


class Sub(Index):
    template_name = "x"
