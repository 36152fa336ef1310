from django.urls import path
urlpatterns = [path("<nope:x>/", lambda r: None)]
