from orders import b


class Backend:
    pass
