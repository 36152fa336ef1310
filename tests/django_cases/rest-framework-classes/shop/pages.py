from rest_framework.pagination import PageNumberPagination

from orders import a


class Pages(PageNumberPagination):
    pass
