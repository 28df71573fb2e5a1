"""``carnet``: which sub-commands there are, in the order in which the help shows them."""

from __future__ import annotations

import typer

from api.cli import (
    audit,
    backup,
    billing,
    contract,
    demo,
    forwarding,
    jobs,
    merchant,
    openapi,
    owner,
    prepare,
    privacy,
    register,
    serve,
    statistics,
)

app = typer.Typer(
    help="Mon Carnet Client: digital loyalty cards for local merchants.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("worker")(serve.worker)
app.command("jobs")(jobs.failed_jobs)
app.command("migrate")(prepare.migrate)
app.command("screens")(prepare.screens)
app.command("backup")(backup.backup)
app.command("restore")(backup.restore)
merchant.app.command("close")(contract.close)
merchant.app.command("reopen")(contract.reopen)
merchant.app.command("closed")(contract.closed)
merchant.app.command("owner")(owner.owner)
app.add_typer(merchant.app, name="merchant")
app.add_typer(audit.app, name="audit")
app.add_typer(statistics.app, name="statistics")
privacy.app.command("forward")(forwarding.forward)
privacy.app.command("register")(register.register)
app.add_typer(privacy.app, name="privacy")
app.command("openapi")(openapi.openapi)
app.add_typer(billing.app, name="billing")


def main() -> None:
    app()


if __name__ == "__main__":
    main()
