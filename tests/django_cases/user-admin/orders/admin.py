from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from .models import Profile, Staff
class ProfileInline(admin.StackedInline):
    model = Profile
    can_delete = False
class UserAdmin(BaseUserAdmin):
    inlines = BaseUserAdmin.inlines + (ProfileInline,) if hasattr(BaseUserAdmin, "inlines") and isinstance(BaseUserAdmin.inlines, tuple) else [ProfileInline]
    list_display = BaseUserAdmin.list_display + ("nice",)
User = get_user_model()
admin.site.unregister(User)
admin.site.register(User, UserAdmin)
admin.site.unregister(Group)
@admin.register(Staff)
class SA(BaseUserAdmin): pass
