from orders import c


def cart(request):
    return {}
