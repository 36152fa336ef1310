from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import get_user_model

from .admin_jobs import export_people

User = get_user_model()


@admin.register(User)
class PersonAdmin(auth_admin.UserAdmin):
    actions = ["export"]

    @admin.action(description="Export")
    def export(self, request, queryset):
        export_people.delay(list(queryset.values_list("pk", flat=True)))
