"""Settings."""

from automappa.conf import celeryconfig as celeryconfig
