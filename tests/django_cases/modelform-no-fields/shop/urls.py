from django import forms
from orders.models import A
class F(forms.ModelForm):
    class Meta:
        model = A
urlpatterns = []
