urlpatterns = []
handler404 = "shop.errors.not_found"
handler500 = "shop.missing.broken"
