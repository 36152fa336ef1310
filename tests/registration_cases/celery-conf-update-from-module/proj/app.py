from celery import Celery
import proj.conf

app = Celery('proj')
app.conf.update({k: v for k, v in vars(proj.conf).items() if k.islower() and not k.startswith('_')})
