from webshop.payments import callbacks

application = None
