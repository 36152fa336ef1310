from django.contrib import admin

from shop.site import site
from .models import Order


@admin.register(Order, site=site)
class OrderAdmin(admin.ModelAdmin):
    def get_urls(self):
        from . import jobs

        return super().get_urls()
