# `make` alone says what there is. Needs git, make and Python 3.11 or newer; everything else is brought along.
PYTHON ?= python3
PY = .venv/bin/python
PIP = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL = help
.PHONY: help run demo test lint format bench front messages lock

help:
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-10s %s\n", $$1, $$2}'

run: .venv/run.done front ## start everything on http://127.0.0.1:8000 (PORT=… for another port)
	@$(PY) manage.py compile_catalogues
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo --if-empty
	@exec $(PY) manage.py serve

demo: .venv/run.done ## build the example portfolio anew
	@$(PY) manage.py compile_catalogues
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo

test: .venv/dev.done front ## run the whole suite: SQLite, PostgreSQL, Redis and Chromium, as far as they are there
	@$(PY) manage.py compile_catalogues
	@$(PY) -m tests.run $(ARGS)

lint: .venv/dev.done ## check style, format, import contract, types of the pure modules, templates
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@.venv/bin/lint-imports
	@$(PY) -m mypy
	@.venv/bin/djlint templates --lint --quiet

format: .venv/dev.done ## bring the source into the form that lint expects
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: .venv/dev.done front ## measure against lower bounds (pages, sweep, mails; needs PostgreSQL)
	@$(PY) manage.py compile_catalogues
	@$(PY) -m bench $(ARGS)

front: .venv/run.done ## install the front-end packages of package-lock.json into static/vendor
	@$(PY) -m coopnet.front.build

messages: .venv/dev.done ## collect all texts into locale/de and compile the catalogues
	@$(PY) manage.py collect_messages
	@$(PY) manage.py compile_catalogues

lock: ## resolve requirements*.in anew (names, versions and hashes only)
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; }
	@for name in requirements requirements-dev requirements-browser requirements-node; do \
	  .venv-lock/bin/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	    --no-header --no-annotate $$name.in --output-file $$name.txt || exit 1; \
	done

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "coopnet needs Python 3.11 or newer; choose one with PYTHON=…")'
	@$(PYTHON) -m venv .venv

.venv/run.done: requirements.txt | .venv/bin/python
	@echo "Installing Python packages ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/dev.done: requirements-dev.txt .venv/run.done
	@echo "Installing packages for tests and checks ..."
	@$(PIP) -r requirements-dev.txt
	@touch $@
