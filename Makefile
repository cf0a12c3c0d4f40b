# On a bare machine (Python 3.11, git, make): `make demo` and `make test` set everything up themselves.
# `make` only brings uv into a folder of its own; whoever has uv can call it directly.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
TOOLS := .tools
UV := $(shell command -v uv || echo $(TOOLS)/bin/uv)
RUN := $(UV) run --frozen --all-extras

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format docs golden eval bench clean

help:  ## what can be done here
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 10

$(TOOLS)/bin/uv: tools/uv.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; v < (3, 11) and sys.exit("recoupe needs Python 3.11 or newer, found %d.%d: make PYTHON=/path/to/python3.11" % v)'
	@echo "first use: bringing uv into $(TOOLS)"
	@$(PYTHON) -m venv $(TOOLS) || { echo "this Python has no venv module; on Debian: apt-get install python3-venv"; exit 1; }
	@$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r tools/uv.txt

.venv/ready: uv.lock pyproject.toml | $(UV)
	@echo "first use: installing the locked packages into .venv (some 250 MB, models included)"
	@$(UV) sync --frozen --all-extras --python $(PYTHON)
	@touch $@

setup: .venv/ready  ## installs the locked dependencies into .venv

demo: setup  ## reads the shipped corpus, prints the accounts, serves the page
	@$(RUN) recoupe demo

test: setup  ## all tests (RECOUPE_TEST_ALL=1: a skip is a failure)
	@$(RUN) pytest -q

check: setup  ## format, ruff, mypy, import layers
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy
	@$(RUN) lint-imports

format: setup  ## formats the code
	@$(RUN) ruff format .
	@$(RUN) ruff check --fix .

docs: setup  ## rewrites the reference pages made from the code
	@$(RUN) python -m tests.docs

golden: setup  ## rewrites the golden files, then shows the diff
	@$(RUN) python -m tests.golden
	@git --no-pager diff --stat -- tests/golden

eval: setup  ## scores against their floors (ARGS=--raise writes higher floors)
	@$(RUN) python -m tests.eval $(ARGS)

bench: setup  ## articles per second and memory, per stage, beside plain spaCy
	@$(RUN) --group peers python -m tests.bench $(ARGS)

clean:  ## removes what make has set up
	rm -rf $(TOOLS) .venv
