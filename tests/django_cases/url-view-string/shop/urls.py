from django.urls import path
urlpatterns = [path("x", "orders.views.index")]
