from orders import jobs


def not_found(request, exception):
    return None
