from orders import j


def environment(**options):
    return None
