from orders import more
urlpatterns = []
