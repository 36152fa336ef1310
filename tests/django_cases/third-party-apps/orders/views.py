from rest_framework import viewsets
from rest_framework.decorators import api_view

from .jobs import ship
from .models import Order
from .serializers import OrderSerializer


class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
