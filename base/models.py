"""The models of the base, each in the package of its subject."""

from .actions.models import ActionCount
from .images.models import Image, Rendition
from .images.requests import RenditionRequest

__all__ = ["ActionCount", "Image", "Rendition", "RenditionRequest"]
