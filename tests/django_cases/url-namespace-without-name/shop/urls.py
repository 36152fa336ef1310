from django.urls import include, path
urlpatterns = [path("x", include("orders.urls", namespace="o"))]
