from orders import a


class Middleware:
    pass
