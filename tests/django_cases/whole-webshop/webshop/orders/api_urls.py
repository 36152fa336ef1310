from django.urls import path

from . import api

urlpatterns = [path("orders/", api.OrderList.as_view())]
