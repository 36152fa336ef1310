from django.contrib import admin
admin.site.register("orders.A")
