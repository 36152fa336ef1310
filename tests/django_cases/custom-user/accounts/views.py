from django.urls import reverse_lazy
from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import CreateView, TemplateView
from .forms import SignUp
from .tasks import welcome

class SignUpView(CreateView):
    form_class = SignUp
    success_url = reverse_lazy("accounts:login")
    def form_valid(self, form):
        response = super().form_valid(form)
        welcome.delay(str(self.object.pk))
        return response

class Profile(LoginRequiredMixin, TemplateView):
    template_name = "profile.html"
