from django.urls import path, re_path

from webshop.orders import views

urlpatterns = [
    path("", views.index),
    re_path(r"^(?P<pk>\d+)/$", views.OrderView.as_view()),
]
