from django import forms
from django.utils.translation import gettext_lazy as _

from .jobs import j
from .models import Order


class OrderForm(forms.ModelForm):
    note = forms.CharField(label=_("Note"), required=False)

    class Meta:
        model = Order
        fields = ["name"]

    def clean(self):
        from .late import late

        late.delay()
