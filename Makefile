# What a newcomer needs: make run, make test, make help.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
EMAIL ?= editor@example.org
VAR_DIR ?= var
export PORT VAR_DIR

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
STATIC_SOURCES := $(shell find */static -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run dev test bench screenshots lint format lock password mail

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(BIN)/.installed $(VAR_DIR)/env ## Set everything up and serve the site (PORT=8000)
	@$(MAKE) --no-print-directory --jobs=2 $(VAR_DIR)/static/.collected $(VAR_DIR)/.set-up
	@exec $(MANAGE) serve --host $(HOST) --port $(PORT)

dev: $(BIN)/.installed $(VAR_DIR)/env ## Serve with Django's reloading server and its error pages (PORT=8000)
	@DEBUG=1 $(MANAGE) set_up
	@export DEBUG=1; $(MANAGE) worker & trap "kill $$! 2>/dev/null" EXIT; $(MANAGE) runserver $(HOST):$(PORT)

test: $(BIN)/.installed-dev ## Run all tests
	$(BIN)/python -m pytest -n auto --no-loadscope-reorder $(TESTS)

bench: $(BIN)/.installed-dev ## Measure how long pages take
	@DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -W ignore -m tests.bench

screenshots: $(BIN)/.installed-dev ## Take the pictures of the README anew
	@$(BIN)/python -W ignore -m tests.screenshots

lint: $(BIN)/.installed-dev ## Check style, imports, types, templates and migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --check templates base/static
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy
	SECRET_KEY=lint $(MANAGE) makemigrations --check --dry-run

format: $(BIN)/.installed-dev ## Mend what lint finds, where a machine can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djhtml templates base/static

password: $(BIN)/.installed $(VAR_DIR)/env ## Set a new password (EMAIL=editor@example.org)
	@$(MANAGE) changepassword $(EMAIL)

mail: $(BIN)/.installed $(VAR_DIR)/env ## Show the latest mail that the site wrote
	@$(MANAGE) show_mail

lock: $(BIN)/.installed-dev ## Write requirements.txt and requirements-dev.txt anew
	$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $(LOCK) pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt

LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --upgrade
lock: export UV_CUSTOM_COMPILE_COMMAND = make lock

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; say which with PYTHON=…")'
	$(PYTHON) -m venv .venv

$(BIN)/.installed: $(BIN)/python requirements.txt
	$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(BIN)/.installed-dev: $(BIN)/.installed requirements-dev.txt
	$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VAR_DIR)/env: | $(BIN)/python
	@mkdir -p $(VAR_DIR) 2>/dev/null && test -d $(VAR_DIR) -a -w $(VAR_DIR) || \
		{ echo "The folder $(VAR_DIR) cannot be written. Give yourself the right to, or choose another: VAR_DIR=…" >&2; exit 1; }
	@umask 077 && $(BIN)/python -c 'import secrets; print("SECRET_KEY=" + secrets.token_urlsafe(50))' > $@

$(VAR_DIR)/static/.collected: requirements.txt $(STATIC_SOURCES) | $(BIN)/.installed $(VAR_DIR)/env
	@$(MANAGE) collectstatic --noinput --clear --verbosity 0
	@touch $@

# The first time, while the static files are collected; later `serve` alone looks after it.
$(VAR_DIR)/.set-up: | $(BIN)/.installed $(VAR_DIR)/env
	@$(MANAGE) set_up
	@touch $@
