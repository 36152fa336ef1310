PREFIX = 'p.'


def make(x, *, upper=True):
    return x.upper() if upper else x
