from orders import views

urlpatterns = []
