"""The collections of a deployment. In: a data folder. Out: an alias on the server for outsiders, and no collection left that no
generation names. Must not remove what this data folder did not build.

The pointer of the data folder is the truth of a reader: it names a generation, whose folder names a collection. The alias
follows it, for whoever looks at the server from elsewhere. Every collection is written into a list here before it is made; only
what stands in it is ever removed, so that a killed build leaves nothing behind and nobody else's collection is touched, whatever
its name.
"""

import json
import logging
import os
import uuid
from collections.abc import Iterable
from pathlib import Path

from ontology.errors import StoreDamaged, StoreError
from stores.vectors.choices import Choices
from stores.vectors.exchange import Patience, answering, connect, within

NOTE = "collection.json"  # in the index folder of a generation
LIST = "collections.json"  # in the data folder; it goes into no backup, for a copy of a deployment owns no collections
_ALIAS = "current"
_SETTLE_S = 30.0  # for all of it: the generation serves already, and whoever published it waits
_LOG = logging.getLogger("mandategraph.vectors")


def new_collection(choices: Choices, generation: str) -> str:
    """A name that nothing has yet, noted as ours: deployment, generation, and what sets two attempts at one apart."""
    name = f"{choices.prefix}-{generation.removesuffix('.partial')}-{uuid.uuid4().hex[:12]}"
    _write(choices.data, [*ours(choices.data), name])
    return name


def alias_of(choices: Choices) -> str:
    """The alias of the collection that serves."""
    return f"{choices.prefix}-{_ALIAS}"


def ours(data: Path) -> list[str]:
    """The collections that this data folder built, or began to, and did not remove yet, in their order."""
    try:
        return [str(name) for name in json.loads((data / LIST).read_text(encoding="utf-8"))]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError) as error:
        advice = "Write [] into it; then look on the server for collections that nothing names (deploy/QDRANT.md)."
        raise StoreDamaged(f"{data / LIST} is no list of collections: {error}.", advice=advice) from error


def noted(folder: Path) -> str:
    """The collection that an index folder names; empty where the index lies in the folder. StoreDamaged for what is no note."""
    note = folder / NOTE
    if not note.is_file():
        return ""
    try:
        return str(json.loads(note.read_text(encoding="utf-8"))["collection"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreDamaged(f"{note} does not name a collection.", advice="Ingest again: the index is built anew.") from error


def write_note(folder: Path, collection: str) -> None:
    """Leaves in the index folder what `noted` reads."""
    folder.mkdir(parents=True)
    (folder / NOTE).write_text(json.dumps({"collection": collection}) + "\n", encoding="utf-8")


def settle_collections(url: str, choices: Choices) -> list[str]:
    """After the pointer was switched: switches the alias, removes the collections that no generation names any more, and
    answers them. Wants the writer's lock held.

    A server that does not answer is no failure of a generation that is published: it is logged, and done by the next run.
    """
    if not url or not ours(choices.data):
        return []
    try:
        with within(_SETTLE_S):
            _switch(url, choices)
            return sweep(url, choices)
    except StoreError as error:
        _LOG.warning("The alias %s and earlier collections stay as they are until the next run: %s", alias_of(choices), error)
        return []


def sweep(url: str, choices: Choices) -> list[str]:
    """Removes our collections that no generation names, such as those of killed builds, and answers them.

    StoreError where the server does not answer.
    """
    try:
        named = _named(choices.data)
    except StoreDamaged as error:  # then nobody knows what it names, and the next ingest mends it
        _LOG.warning("No collection is removed: %s", error)
        return []
    gone = [name for name in ours(choices.data) if name not in named]
    if not gone:
        return []
    client = connect(url, Patience(choices.retries))
    try:
        with answering(client):
            for name in gone:
                client.delete_collection(name)  # of one that is not there, the server says that it is not, which is as well
                _write(choices.data, [other for other in ours(choices.data) if other != name])
    finally:
        client.close()
    return gone


def _switch(url: str, choices: Choices) -> None:
    """In one request, which the server carries out whole: outsiders see the old collection or the new one."""
    from qdrant_client import models

    serving = (choices.data / "current").read_text(encoding="utf-8").strip()
    collection, alias = noted(choices.data / "generations" / serving / "index"), alias_of(choices)
    if not collection:
        return
    client = connect(url, Patience(choices.retries))
    try:
        with answering(client):
            before = [told.collection_name for told in client.get_aliases().aliases if told.alias_name == alias]
            if before == [collection]:
                return
            if before and before[0] not in {*ours(choices.data), *_named(choices.data)}:
                _LOG.warning(
                    "The alias %s named %s, which was not built from here: does another deployment use this prefix? "
                    "Set MANDATEGRAPH_QDRANT_PREFIX.",
                    alias,
                    before[0],
                )
            drop = models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=alias))
            make = models.CreateAlias(collection_name=collection, alias_name=alias)
            client.update_collection_aliases([drop, models.CreateAliasOperation(create_alias=make)])
    finally:
        client.close()


def _named(data: Path) -> set[str]:
    """The collections of all generations that are there, serving, kept for a reader, or being built."""
    return set(_notes((data / "generations").glob("*/index")))


def _notes(folders: Iterable[Path]) -> Iterable[str]:
    for folder in folders:
        if name := noted(folder):
            yield name


def _write(data: Path, names: list[str]) -> None:
    """On disk before anything is made or removed on the server."""
    data.mkdir(parents=True, exist_ok=True)
    aside = data / f"{LIST}.partial"
    with aside.open("w", encoding="utf-8") as file:
        file.write(json.dumps(names, indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(data / LIST)
