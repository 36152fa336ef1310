from django.urls import path

from orders import views

urlpatterns = [path("", views.Index.as_view()), path("<int:pk>", views.detail), path("s", views.Sub.as_view(template_name="y"))]
