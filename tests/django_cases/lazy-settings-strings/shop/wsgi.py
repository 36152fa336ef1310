from orders import a
application = None
