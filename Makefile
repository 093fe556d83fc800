# make run: from nothing to a served answer.   make test: the whole suite.   make check: format, lint, types, contracts, locks, ontology.
# make bench: figures of benchmarks/ that take minutes, search beside other packages (the extra `bench`).
# make bench-scale: growth measured in DATA (hours; goes on where it stopped), figures, plots and deploy/SIZE.md. VECTORS names a
# cache of known vectors, MODELS a folder of model files, STEPS more arguments, such as STEPS="--share 0.01".
# make soak: two hours of mixed load on what `make run` publishes, a new generation every minute; wrong answers, memory, file handles.
# make pages: the ontology's pages and renderings, in build/ontology.
# make lock: deploy/lock and deploy/LICENCES.md anew from pyproject.toml; UPGRADE=--upgrade takes the newest releases that fit.
# make sbom: the bill of materials (CycloneDX), in build/sbom.cdx.json.
# Each target sets up what it needs in .venv; PYTHON names the interpreter that makes it (3.11 or later).
# The reasoner and two of the renderings need Java: without it check and pages warn, and with JAVA=--require-java they fail.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test unit check pages bench bench-scale soak lock sbom clean

$(VENV)/made:
	$(PYTHON) -m venv $(VENV)
	@touch $@

# All from deploy/lock, each file held against its hash. torch is its CPU build where pip has that in reach; the package index's own
# brings 3 GB of libraries for GPUs, except on a Mac. Our own package builds with the setuptools of the lock.
LOCK := deploy/lock
PIP := $(BIN)/pip install --quiet
define install
@$(PIP) --require-hashes --no-deps -r $(LOCK)/torch-cpu.txt 2>/dev/null || { \
  echo "pip has no CPU build of torch $$(sed -n 's/^torch==\([^ ]*\).*/\1/p' $(LOCK)/torch.txt) in reach: the index's own is installed."; \
  $(PIP) --require-hashes --no-deps -r $(LOCK)/torch.txt -r $(LOCK)/cuda.txt; }
$(PIP) --require-hashes --no-deps $(1:%=-r $(LOCK)/%.txt)
$(PIP) --no-deps --no-build-isolation -e .
endef

$(VENV)/run: pyproject.toml $(wildcard $(LOCK)/*.txt) | $(VENV)/made
	$(call install,run)
	@touch $@

$(VENV)/dev: pyproject.toml $(wildcard $(LOCK)/*.txt) | $(VENV)/made
	$(call install,run dev)
	@touch $@ $(VENV)/run

$(VENV)/bench: pyproject.toml $(wildcard $(LOCK)/*.txt) | $(VENV)/made
	$(call install,run dev bench)
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
	$(BIN)/python -m deploy.locks
	$(BIN)/python -m deploy.licences
	$(BIN)/python -m ontology.health
	$(BIN)/python -m ontology.reasoner $(JAVA)

# All that is locked is installed aside, so that the report of licences reads the metadata of what .venv does not have.
lock: $(VENV)/dev
	$(BIN)/python -m deploy.locks --renew $(UPGRADE)
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python build/locked
	$(BIN)/uv pip install --quiet --python build/locked/bin/python --no-deps --require-hashes \
	  $$(ls $(LOCK)/*.txt | grep -v -E '/(torch|torch-cpu|cuda)[.]' | sed 's/^/-r /')
	$(BIN)/python -m deploy.licences --write --read "$$(build/locked/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"

sbom: $(VENV)/dev
	$(BIN)/python -m deploy.components

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

DATA ?= build/growth

bench-scale: $(VENV)/bench
	$(BIN)/python -m benchmarks.growth --data $(DATA) $(if $(VECTORS),--vectors $(VECTORS)) $(if $(MODELS),--models $(MODELS)) $(STEPS)

soak: $(VENV)/run
	$(BIN)/mandategraph ingest corpus/digests
	$(BIN)/python -m benchmarks.soak --data data --write

clean:
	rm -rf $(VENV) build data
