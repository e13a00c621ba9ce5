# Plain verbs. `make run` and `make test` need Python 3.11 to 3.13, git and make, and nothing else.

PORT ?= 8000
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
BENCHMARKS ?= search

.PHONY: run test lint bench elasticsearch clean

run: $(VENV)/installed
	@PORT=$(PORT) $(BIN)/python manage.py prepare
	@[ -z "$$ELASTICSEARCH_URL" ] || $(BIN)/python manage.py keep_spare & exec $(BIN)/python manage.py runserver --noreload --skip-checks --insecure $(PORT)

test: $(VENV)/tested
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet portal/templates home/templates directory/templates pathways/templates search/templates
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') ALLOWED_HOSTS=example.org \
	DATABASE_URL=postgres://nobody@localhost/none SITE_URL=https://example.org REDIS_URL=redis://localhost/0 \
	DJANGO_SETTINGS_MODULE=portal.settings.production \
	$(BIN)/python manage.py check --deploy --fail-level WARNING --tag security --tag portal

bench: $(VENV)/installed
	@for name in $(BENCHMARKS); do $(BIN)/python -m benchmarks.$$name $(ARGS) || exit 1; done

elasticsearch:
	@if [ -n "$$ELASTICSEARCH_URL" ]; then \
	  echo "ELASTICSEARCH_URL is set: make run and make test use $$ELASTICSEARCH_URL"; \
	else \
	  echo "Start a node:  docker compose -f deploy/compose.yaml up --wait elasticsearch"; \
	  echo "Use it:        export ELASTICSEARCH_URL=http://localhost:9200"; \
	fi

clean:
	rm -rf $(VENV) var .pytest_cache .ruff_cache .mypy_cache .hypothesis

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11, 3.12 or 3.13 is needed."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@touch $@

$(VENV)/tested: $(VENV)/bin/python requirements-test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-test.lock
	@touch $@ $(VENV)/installed
