# Citoyens en Communs. `make` alone lists what can be done; each target needs nothing before it.
#
#   make test ARGS="tests/tenants -k host"      anything after ARGS= is passed on
#   make messages APP=platform/consultations    one room's translations

SHELL := /bin/bash
.DEFAULT_GOAL := help
.SUFFIXES:

# The second source root is platform/, whose rooms are imported by their own names.
export PYTHONPATH := $(CURDIR):$(CURDIR)/platform
export PYTHONUNBUFFERED := 1

PYTHON := .venv/bin/python
ENVIRONMENT := .venv/requirements.lock

$(ENVIRONMENT): requirements.lock infra/environment.sh
	@infra/environment.sh

.PHONY: help
help: ## List what can be done
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: translations ## Start everything: database, web server, job worker, demo
	@exec $(PYTHON) manage.py dev $(ARGS)

.PHONY: test
test: translations ## Run all tests, in a browser too where Chromium is found
	@$(PYTHON) -m pytest $(ARGS)

.PHONY: check
check: translations ## Check style, types, imports, migrations, translations, templates
	@$(PYTHON) -m infra.check $(ARGS)

.PHONY: format
format: $(ENVIRONMENT) ## Lay out the Python code and mend what can be mended
	@$(PYTHON) -m ruff check --fix-only --quiet .
	@$(PYTHON) -m ruff format .

.PHONY: messages
messages: $(ENVIRONMENT) ## Bring the translations up to date with the code
	@$(PYTHON) -m infra.messages extract $(APP)
	@$(PYTHON) -m infra.messages compile

.PHONY: reset
reset: $(ENVIRONMENT) ## Remove all local data; the next `make run` plants the demo anew
	@$(PYTHON) -m infra.postgres remove
	@rm -rf var
	@echo "All local data is gone. \`make run\` starts anew."

.PHONY: shots
shots: translations ## Take pictures of the pages, at 1280 and 390 px, into var/shots
	@$(PYTHON) -m infra.shots $(ARGS)

.PHONY: bench
bench: translations ## Measure the demo's pages: statements, speed, weight
	@$(PYTHON) -m infra.benchmarks.pages $(ARGS)

.PHONY: weight
weight: translations ## Weigh a first view of every citizen page; fails above 60 KiB
	@$(PYTHON) -m infra.benchmarks.weight $(ARGS)

.PHONY: lock
lock: $(ENVIRONMENT) ## Choose anew the versions in requirements.lock (ARGS="--upgrade" for the newest)
	@.venv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.12 \
		--generate-hashes --no-header --quiet --output-file requirements.lock $(ARGS)
	@! grep -n '://' requirements.lock || { echo 'requirements.lock names a host.'; exit 1; }
	@infra/environment.sh

.PHONY: translations
translations: $(ENVIRONMENT)
	@$(PYTHON) -m infra.messages compile --quiet
