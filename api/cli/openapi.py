"""``carnet openapi``: the description of the API, written from the code."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from api.core.settings import Settings


def openapi(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("openapi.yaml"),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail on drift.")] = False,
) -> None:
    """Write the API's description, generated from the code."""
    generated = _description()
    if not check:
        path.write_text(generated)
        return
    written = path.read_text() if path.exists() else ""
    if written != generated:
        drift = difflib.unified_diff(
            written.splitlines(), generated.splitlines(), str(path), "the code", lineterm="", n=1
        )
        typer.echo("\n".join(list(drift)[:40]), err=True)
        typer.echo(f"\n{path} is not what the code says. Run: carnet openapi", err=True)
        raise typer.Exit(1)


@cache
def _description() -> str:
    import yaml

    from api.app import create_app

    # No environment: the document is about the code, not about the machine.
    settings = Settings.model_construct(database_url="postgresql+asyncpg://nowhere/carnet")
    document = create_app(settings).openapi()

    class Dumper(yaml.CSafeDumper):
        """Texts of several lines as such, and no anchors: people read this file."""

        def ignore_aliases(self, data: object) -> bool:
            return True

    def text(dumper: yaml.CSafeDumper, value: str) -> yaml.ScalarNode:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    written: str = yaml.dump(
        document, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=100
    )
    return written
