from orders import a


class Backend:
    pass
