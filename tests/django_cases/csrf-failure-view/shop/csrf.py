from orders import a


def failed(request, reason=''):
    return None
