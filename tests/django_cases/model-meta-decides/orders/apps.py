from django.apps import AppConfig, apps


class OrdersConfig(AppConfig):
    name = "orders"
    label = "orders"

    def ready(self):
        from celery import shared_task
        from django.utils.module_loading import import_string

        from orders.models import Exported, Order

        exported = {model._meta.model_name: model for model in apps.get_models() if issubclass(model, Exported)}
        for name in ("order", "parcel", "note"):
            model = exported.get(name)
            if model is None:
                continue

            @shared_task(name=f"export.{model._meta.label_lower}")
            def export():
                pass

        config = apps.get_app_config(Order._meta.app_label)
        import_string(f"{config.name}.exports.{Order._meta.object_name}Export")
