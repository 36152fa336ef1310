from django.urls import path, include
urlpatterns = [path("x/", include(([], "a", "b")))]
