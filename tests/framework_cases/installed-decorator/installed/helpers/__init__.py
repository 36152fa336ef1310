from .wrapping import loaded, plainly, retried, touched
