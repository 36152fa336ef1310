from django.core.management.commands.migrate import Command as Base

from orders import jobs


class Command(Base):
    pass
