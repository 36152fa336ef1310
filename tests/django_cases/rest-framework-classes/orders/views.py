from rest_framework import generics
