from thumbs.specs import Spec


class Small(Spec):
    pass
