BACKEND = 'images.backends.Simple'
