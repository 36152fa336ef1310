import dash_not_installed

layout = dash_not_installed
