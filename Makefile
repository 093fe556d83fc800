# make run: from nothing to a served answer.   make test: the whole suite.   make check: format, lint, types, contracts, ontology.
# make bench: figures of benchmarks/ that take minutes, search beside other packages (the extra `bench`).
# make soak: an hour of mixed load on what `make run` publishes; answers, wrong ones, growth of memory.
# make pages: the ontology's pages and renderings, in build/ontology.
# Each target sets up what it needs in .venv; PYTHON names the interpreter that makes it (3.11 or later).
# The reasoner and two of the renderings need Java: without it check and pages warn, and with JAVA=--require-java they fail.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test unit check pages bench soak clean

$(VENV)/made:
	$(PYTHON) -m venv $(VENV)
	@touch $@

# torch first and by its exact version: whatever else asks for it then finds it there. The editor of the SPARQL page comes in a
# package for Django, of which its files alone are wanted: without what it depends on.
EDITOR := django-ace==1.44.0

$(VENV)/run: pyproject.toml | $(VENV)/made
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet --no-deps $(EDITOR)
	$(BIN)/pip install --quiet -e .
	@touch $@

$(VENV)/dev: pyproject.toml | $(VENV)/made
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet --no-deps $(EDITOR)
	$(BIN)/pip install --quiet -e ".[dev]"
	@touch $@ $(VENV)/run

$(VENV)/bench: pyproject.toml | $(VENV)/made
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet --no-deps $(EDITOR)
	$(BIN)/pip install --quiet -e ".[dev,bench]"
	@touch $@ $(VENV)/dev $(VENV)/run

run: $(VENV)/run
	$(BIN)/mandategraph ingest corpus/digests
	$(BIN)/mandategraph serve

test: $(VENV)/dev
	$(BIN)/pytest -n 2 --dist loadfile

unit: $(VENV)/dev
	$(BIN)/pytest -m "not slow" -n 2 --dist loadfile

check: $(VENV)/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m ontology.health
	$(BIN)/python -m ontology.reasoner $(JAVA)

pages: $(VENV)/dev
	$(BIN)/python -m ontology.pages --to build/ontology $(JAVA)

bench: $(VENV)/bench
	$(BIN)/python -m benchmarks.extraction
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.race
	$(BIN)/python -m benchmarks.rewrite
	$(BIN)/python -m benchmarks.precision
	$(BIN)/python -m benchmarks.shapes
	$(BIN)/python -m benchmarks.reasoning

soak: $(VENV)/run
	$(BIN)/mandategraph ingest corpus/digests
	$(BIN)/python -m benchmarks.soak --data data

clean:
	rm -rf $(VENV) build data
