from dependency_injector.wiring import Provide, inject

from shop import queue


class Ledger:
    pass


@queue.task(max_retries=3)
@inject
def book(number, given_ledger: Ledger = Provide[Ledger]):
    return number, given_ledger
