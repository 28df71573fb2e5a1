"""Programs over HTTP."""

from api.programs.routes import life, poster, programs, simulations

routers = (programs.router, poster.router, life.router, simulations.router)
