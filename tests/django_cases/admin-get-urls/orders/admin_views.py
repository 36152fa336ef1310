from .jobs import ship


def x(request):
    pass
