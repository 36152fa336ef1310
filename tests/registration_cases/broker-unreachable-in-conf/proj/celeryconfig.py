imports = (
    "proj.pages.home.tasks",
    "proj.pages.mag.tasks",
)
broker_url = "amqp://nobody:x@127.0.0.1:1//"
