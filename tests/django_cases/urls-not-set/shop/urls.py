from orders import jobs
urlpatterns = []
