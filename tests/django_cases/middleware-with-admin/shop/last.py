from orders import b


class Middleware:
    pass
