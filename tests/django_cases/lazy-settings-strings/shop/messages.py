from orders import b


class Storage:
    pass
