from celery import Celery
from helpers import is_available, merged, with_defaults

app = Celery("proj", broker="memory://")
app.conf.update(with_defaults(merged({"imports": ["proj.never"]}, {"imports": ["proj.jobs"]})))

if is_available("not_here_at_all"):

    @app.task
    def never():
        return 1


if is_available("helpers"):

    @app.task
    def there():
        return 1
