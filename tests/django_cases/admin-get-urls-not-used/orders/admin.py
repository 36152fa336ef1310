from django.contrib import admin

from .models import Order


class OrderAdmin(admin.ModelAdmin):
    def get_urls(self):
        from . import admin_views

        return [*super().get_urls()]


admin.site.register(Order, OrderAdmin)
