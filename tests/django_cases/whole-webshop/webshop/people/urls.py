from django.urls import path

from .views import detail_view

app_name = "people"
urlpatterns = [path("<str:username>/", view=detail_view, name="detail")]
