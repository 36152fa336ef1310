from django.urls import include, re_path
urlpatterns = [re_path("^o/", include("orders.urls"))]
