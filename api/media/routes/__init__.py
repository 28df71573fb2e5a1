"""Pictures over HTTP."""

from __future__ import annotations

from api.media.routes import images, logo, public

routers = (logo.router, images.router, public.router)
