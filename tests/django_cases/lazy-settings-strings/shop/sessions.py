from orders import b
