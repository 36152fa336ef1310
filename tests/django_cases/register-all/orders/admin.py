from django.apps import apps
from django.contrib import admin
from .models import A
@admin.register(A)
class AA(admin.ModelAdmin):
    list_display = [f.name for f in A._meta.fields]
for model in apps.get_models():
    try:
        admin.site.register(model)
    except admin.sites.AlreadyRegistered:
        pass
for model in apps.get_app_config("orders").get_models():
    if not admin.site.is_registered(model):
        admin.site.register(model)
