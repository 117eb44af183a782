# Every command anyone needs. `make help` lists them.
# Needs only make and Python 3.11 or newer; everything else is put in .venv.

PORT ?= 8000
VENV := .venv
PYTHON := $(VENV)/bin/python
SETTINGS := handlingsrom.config.settings

.PHONY: help run setup setup-run test test-postgres check fix bench messages lock clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

run: setup-run ## Serve the demo on PORT (8000): web, worker and scheduler together
	@$(PYTHON) -m handlingsrom.config.cli serve --demo --port $(PORT)

setup: $(VENV)/.dev ## Make the environment for development in .venv

setup-run: $(VENV)/.run

$(VENV)/.run: requirements.lock tools/make_environment.py
	@tools/with_python tools/make_environment.py $(VENV) requirements.lock $(VENV)/.run

$(VENV)/.dev: requirements-dev.lock tools/make_environment.py
	@tools/with_python tools/make_environment.py $(VENV) requirements-dev.lock $(VENV)/.dev $(VENV)/.run

test: setup ## Run all tests on SQLite (browser tests where there is a Chromium)
	@$(PYTHON) -m handlingsrom.config.cli messages
	@$(PYTHON) -m pytest -n auto --dist loadscope $(ARGS)

test-postgres: setup ## Run all tests on the PostgreSQL of DATABASE_URL or 127.0.0.1
	@$(PYTHON) -m handlingsrom.config.cli messages
	@DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/postgres} $(PYTHON) -m pytest -n auto --dist loadscope $(ARGS)

check: setup ## Look at the code without running it: format, lint, types, layers, templates, migrations, translations
	@$(PYTHON) tools/check.py

fix: setup ## Repair what can be repaired by itself
	@$(PYTHON) -m ruff check --fix --quiet .
	@$(PYTHON) -m ruff format --quiet .
	@git ls-files '*.html' | xargs $(VENV)/bin/djade --target-version 5.2 || true
	@git ls-files '*.html' | xargs $(VENV)/bin/djhtml --tabwidth 2 || true

bench: setup ## Measure speed and size, beside something to compare with
	@$(PYTHON) -m bench

messages: setup ## Collect and compile the translations (needs gettext to collect)
	@$(PYTHON) tools/messages.py

lock: setup ## Choose versions anew within pyproject.toml and write both lock files
	@$(PYTHON) -m uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 --no-header --no-annotate pyproject.toml -o requirements.lock
	@$(PYTHON) -m uv pip compile -q --upgrade --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --extra dev pyproject.toml -o requirements-dev.lock

clean: ## Remove the environment, caches and the demo data
	@rm -rf $(VENV) data staticfiles .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
