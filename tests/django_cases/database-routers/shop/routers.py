from orders import jobs


class Router:
    pass
