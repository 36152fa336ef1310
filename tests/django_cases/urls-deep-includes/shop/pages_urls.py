from orders import pages
urlpatterns = []
