from orders import jobs


class Storage:
    pass
