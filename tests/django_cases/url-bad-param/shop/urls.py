from django.urls import path
urlpatterns = [path("<int:1x>/", lambda r: None)]
