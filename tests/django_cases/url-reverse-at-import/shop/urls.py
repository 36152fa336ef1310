from django.urls import path, reverse
LOGIN = reverse("login")
urlpatterns = []
