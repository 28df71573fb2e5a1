"""Programs over HTTP."""

from api.programs.routes import life, plan_selection, poster, programs, simulations

routers = (programs.router, poster.router, life.router, simulations.router, plan_selection.router)
