from orders import a
import not_installed_anywhere


class Middleware:
    pass
