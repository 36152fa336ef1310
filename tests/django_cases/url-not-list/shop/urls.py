urlpatterns = 5
