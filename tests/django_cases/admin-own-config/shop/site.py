from django.contrib import admin

from orders import jobs


class ShopAdminSite(admin.AdminSite):
    site_header = "Shop"
