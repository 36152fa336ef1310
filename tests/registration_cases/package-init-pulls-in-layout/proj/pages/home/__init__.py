from .layout import layout
