from django import forms
from django.contrib.auth.forms import AuthenticationForm, UserChangeForm
from django.contrib.auth.models import User
from .models import A, B
class AF(forms.ModelForm):
    other = forms.CharField()
    class Meta:
        model = A
        fields = ["title", "user", "tags", "other"]
class BF(AF):
    class Meta(AF.Meta):
        model = B
        fields = AF.Meta.fields + ["extra"]
        exclude = ("user",)
class CF(AF):
    third = forms.IntegerField()
class UF(forms.ModelForm):
    class Meta:
        model = User
        fields = ("username", "first_name")
class Plain(forms.ModelForm): pass
