from django.contrib import admin
from orders.models import A
@admin.register(A)
class X: pass
