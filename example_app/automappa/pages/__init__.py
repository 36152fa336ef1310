"""The pages of the app, one package each; importing them imports no Dash."""
