from django.contrib import admin

from .jobs import ship
from .models import Order


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ("name",)
