from django.contrib import admin
from django.urls import path

from .models import Order


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    def get_urls(self):
        from . import admin_views

        return [path("x/", admin_views.x), *super().get_urls()]
