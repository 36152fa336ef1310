from django.db import models
class Lower(models.CharField):
    def __init__(self, *args, strip=True, **kwargs):
        self.strip = strip
        super().__init__(*args, **kwargs)
    def contribute_to_class(self, cls, name, **kw):
        super().contribute_to_class(cls, name, **kw)
        setattr(cls, f"{name}_lower", property(lambda self: 1))
    def formfield(self, **kw): return super().formfield(**kw)
class FK(models.ForeignKey):
    def __init__(self, to, on_delete=models.CASCADE, **kwargs):
        kwargs.setdefault("related_name", "+")
        super().__init__(to, on_delete, **kwargs)
class Enum(models.CharField):
    def __init__(self, *args, enum=None, **kw):
        if enum:
            kw["choices"] = [(e.value, e.name) for e in enum]
            kw["max_length"] = max(len(e.value) for e in enum)
        super().__init__(*args, **kw)
