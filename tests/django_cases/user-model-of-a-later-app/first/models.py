from django.contrib.auth import get_user_model
U = get_user_model()
