# Every target is what a newcomer, a developer and CI type; a target that nobody runs is deleted.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup run run-kafka test check coverage check-static lock bench bench-kafka bench-figures bench-peers clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-dev: $(STAMP) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

setup: $(STAMP) ## install into .venv, start nothing

run: setup ## start the hub with the demonstration area; Ctrl-C stops it
	@$(BIN)/hub up --demo

# On the port of HUB_KAFKA, where that is set.
run-kafka: KAFKA_PORT := $(or $(lastword $(subst :, ,$(HUB_KAFKA))),29092)
run-kafka: export HUB_KAFKA := 127.0.0.1:$(KAFKA_PORT)
run-kafka: export HUB_DATA := var/on-kafka
run-kafka: setup ## as run, with the local Kafka as the log; its data, log and database together, are in var/on-kafka
	@deploy/kafka-local/kafka-local start --data var/on-kafka/kafka --port $(KAFKA_PORT)
	@trap 'deploy/kafka-local/kafka-local stop --data var/on-kafka/kafka' EXIT; trap : INT TERM; \
	$(BIN)/hub topics apply && $(BIN)/hub up --demo

# Two at once, file by file: much of a test's time is waiting, and each process has a broker and a database of its own.
AT_ONCE := -n 2 --dist loadfile
# What decides about people is covered to the last branch, by the tests of these folders alone.
RULES := tests/codec tests/domain tests/processors tests/runtime tests/people tests/portable
WHOLE := hub.events hub.domain hub.codec hub.processors hub.runtime.apply hub.runtime.taking hub.runtime.outcome

# Only by tests that say one thing each: those that draw lives, or walk through everything there is, would reach a branch
# by chance, and take three times as long when they are counted.
COUNTED := not hypothesis and not slow

# In parts, so that no test runs twice for the sake of being counted.
test: coverage ## the whole suite, the local Kafka included
	$(BIN)/python -m pytest $(AT_ONCE) $(RULES) -m "not ($(COUNTED))"
	$(BIN)/python -m pytest $(AT_ONCE) $(addprefix --ignore=,$(RULES))

coverage: $(VENV)/.installed-dev ## the rules, the codec and the apply step: every branch is tested
	$(BIN)/python -m pytest $(AT_ONCE) $(RULES) -m "$(COUNTED)" $(addprefix --cov=,$(WHOLE)) --cov-branch --cov-fail-under=100

check: check-static test ## exactly what CI runs

check-static: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hub schemas check

bench: $(VENV)/.installed-dev ## the benchmarks, in under ten minutes; those over Kafka where Java and Maven are there
	$(BIN)/hub bench limit
	$(BIN)/hub bench fold
	$(BIN)/hub bench fold --fold care
	$(BIN)/hub bench ingest
	$(BIN)/hub bench lengths
	@if command -v java >/dev/null && command -v mvn >/dev/null; then $(MAKE) --no-print-directory bench-kafka; \
	else echo "no Java or no Maven here: the benchmarks over Kafka are left out" >&2; fi

bench-kafka: $(VENV)/.installed-dev ## those over the local Kafka alone
	$(BIN)/hub bench fold --fold peer --workers 2 --events 300000 --people 20000
	$(BIN)/hub bench rebuild --log kafka --workers 2
	$(BIN)/hub bench rebuild --log kafka --workers 2 --honest
	$(BIN)/hub bench live --rate 300 --seconds 30
	$(BIN)/hub bench dashboards

# The engines that ours is compared with have an environment of their own, so that the product's stays as it is shipped.
PEERS := tests/peers
$(PEERS)/.venv/.installed: $(PEERS)/requirements.txt
	$(PYTHON) -m venv $(PEERS)/.venv
	$(PEERS)/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

$(PEERS)/kafka_streams/target/.compiled: $(PEERS)/kafka_streams/pom.xml $(wildcard $(PEERS)/kafka_streams/src/main/java/peers/*.java)
	mvn -q -B -f $< compile dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/$(@D)/lib
	touch $@

bench-figures: $(VENV)/.installed-dev ## every figure that the engine is held to, against its aim; some three hours
	$(BIN)/hub bench aims --long

bench-peers: $(VENV)/.installed-dev $(PEERS)/.venv/.installed $(PEERS)/kafka_streams/target/.compiled ## our engine beside Faust, Quix Streams, an aiokafka loop and Kafka Streams
	@$(BIN)/python -m tests.peers.run

# Extras stay in the names: pip 23 takes no hash for "coverage[toml]" from a line "coverage" once a newer release is out.
lock: $(VENV)/.installed-dev ## pin every dependency by hash, without an index address
	$(BIN)/uv pip compile --quiet --no-strip-extras --generate-hashes --no-emit-index-url --no-annotate --no-header --universal --python-version 3.11 --group build pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --no-strip-extras --generate-hashes --no-emit-index-url --no-annotate --no-header --universal --python-version 3.11 --group test --group lint --constraints requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --no-strip-extras --generate-hashes --no-emit-index-url --no-annotate --no-header --universal --python-version 3.11 $(PEERS)/requirements.in -o $(PEERS)/requirements.txt

clean: ## remove what was installed and made, but not var/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
