from django.contrib.auth import get_user_model
from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import DetailView

from .view_jobs import track_visit

User = get_user_model()


class PersonDetailView(LoginRequiredMixin, DetailView):
    model = User
    slug_field = "username"

    def get(self, request, *args, **kwargs):
        track_visit.delay(request.path)
        return super().get(request, *args, **kwargs)


detail_view = PersonDetailView.as_view()


def not_found(request, exception):
    return None
