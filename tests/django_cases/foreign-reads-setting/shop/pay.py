from orders import jobs


class Backend:
    pass
