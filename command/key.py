"""Front door: `mandategraph key`. In: who shall write what. Out: a key, shown once. Wiring only."""

from dataclasses import asdict
from typing import Annotated

import typer

from command.console import AsJson, err, out, plain_errors, print_json
from stores.keys import SCOPES, Key, add_key, list_keys, revoke_key
from stores.settings import load_settings

key = typer.Typer(name="key", help="Keys of curators: make, list and revoke them.", no_args_is_help=True, rich_markup_mode=None)


@key.command()
def add(
    name: Annotated[str, typer.Argument(help="Who will hold it.")],
    scopes: Annotated[
        list[str], typer.Option("--scope", "-s", help=f"What it reaches: {', '.join(SCOPES)}. Give it again for more.")
    ],
    as_json: AsJson = False,
) -> None:
    """Make a key. Its text is shown this once: only a digest is kept."""
    with plain_errors():
        settings = load_settings()
        made, text = add_key(settings.data, name, scopes)
    if as_json:
        print_json(_told(made) | {"key": text})
        return
    err.print(f"The key {made.id} of {made.name} reaches {', '.join(made.scopes)}. Keep it: it is not shown again.", markup=False)
    if settings.writes == "off":
        err.print("Nothing can be written before the setting `writes` is on (MANDATEGRAPH_WRITES=on).", markup=False)
    out.print(text, soft_wrap=True, markup=False)


@key.command("list")
def listed(as_json: AsJson = False) -> None:
    """List all keys, without their secrets: the revoked ones too, since what they wrote is signed with them."""
    with plain_errors():
        found = list_keys(load_settings().data)
    if as_json:
        print_json([_told(one) for one in found])
        return
    for one in found:
        state = f"revoked {one.revoked}" if one.revoked else f"made {one.made}"
        out.print(f"{one.id}  {one.name}  {', '.join(one.scopes)}  {state}", soft_wrap=True, markup=False)


@key.command()
def revoke(key_id: Annotated[str, typer.Argument(help="Its id, as `mandategraph key list` shows it.")]) -> None:
    """End a key for good, from the next request on."""
    with plain_errors():
        ended = revoke_key(load_settings().data, key_id)
    err.print(f"The key {ended.id} of {ended.name} is revoked.", markup=False)


def _told(one: Key) -> dict[str, object]:
    return {name: value for name, value in asdict(one).items() if name != "digest"}
