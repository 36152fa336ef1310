from orders import forms
urlpatterns = []
