from rest_framework.permissions import BasePermission


class Staff(BasePermission):
    pass
