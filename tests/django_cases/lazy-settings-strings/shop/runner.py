from orders import b


class Runner:
    pass
