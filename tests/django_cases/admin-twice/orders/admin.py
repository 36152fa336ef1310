from django.contrib import admin
from orders.models import A
admin.site.register(A)
@admin.register(A)
class AAdmin(admin.ModelAdmin): pass
