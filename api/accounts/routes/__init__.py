"""Accounts, the merchant and its keys over HTTP."""

from api.accounts.routes import account, merchant, sign_in

routers = (merchant.router, account.router, sign_in.router)
