from split_settings.tools import include, optional

STOCK = True
include("components/base.py", "components/extra_*.py", optional("local.py"))
