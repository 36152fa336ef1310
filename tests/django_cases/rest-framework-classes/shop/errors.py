from orders import b


def handle(exc, context):
    return None
