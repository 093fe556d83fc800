"""Tests of stores/embedding: what libraries would tell their makers. In: an empty home folder. Out: an empty home folder."""

import subprocess
import sys
from pathlib import Path

from stores.embedding.encoder import Encoder


def test_a_loaded_encoder_tells_its_maker_nothing(minilm: Encoder, model_cache: Path, tmp_path: Path) -> None:
    """The runtime of models would keep a number for the machine under the home folder and send its maker how it is used."""
    assert minilm.dims == 384  # exported by now, so that no torch is needed below
    program = f"""
from pathlib import Path
from stores.embedding.encoder import load_encoder
load_encoder("all-MiniLM-L6-v2", Path({str(model_cache)!r})).encode_query("asked")
"""
    subprocess.run([sys.executable, "-c", program], check=True, env={"HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())})
    assert list(tmp_path.rglob("*")) == []
