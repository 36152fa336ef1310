from django.views.generic import ListView

from .api_jobs import hook
from .models import Order


class OrderList(ListView):
    model = Order
