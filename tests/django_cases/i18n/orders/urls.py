from django.urls import path, register_converter
from . import views, converters
register_converter(converters.FourDigits, "yyyy")
urlpatterns = [path("", views.index, name="list"), path("<yyyy:year>/", views.year)]
