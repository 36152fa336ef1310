from django.contrib import admin


class Site(admin.AdminSite):
    def get_urls(self):
        from orders import more

        return super().get_urls()


site = Site(name='own')
