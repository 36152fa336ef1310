from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin as Base

@admin.register(get_user_model())
class UserAdmin(Base):
    ordering = ["email"]
    list_display = ["email", "is_staff"]
    fieldsets = ((None, {"fields": ("email", "password")}),)
    add_fieldsets = ()
    filter_horizontal = ()
    list_filter = ()
