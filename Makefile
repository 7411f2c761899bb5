# The two commands: `make run` and `make test`. Each sets up what it needs and says what it does.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run

CARGO := cargo

# A run that starts from nothing and builds once gains nothing from incremental compilation, which costs twenty gigabytes.
ifdef CI
export CARGO_INCREMENTAL := 0
endif

SAY = @printf '\n\033[1m— %s\033[0m\n'

.PHONY: run test setup ui build practice bindings fmt audit fmt-check clippy test-ui test-rust test-window laboratory disasters pictures demo-data bench

## Build the console and open its window.
run: build
	$(SAY) 'Opening Counterfoil'
	./target/debug/counterfoil

## Everything: formatting, lints, Rust tests, UI tests, real-window tests.
test: setup fmt-check test-ui build clippy test-rust test-window
	$(SAY) 'All checks passed'

## System packages and the window's npm packages.
setup:
	$(SAY) 'System packages'
	./src-tauri/setup-system.sh
	$(SAY) 'Packages of the window'
	if [ ! -e ui/node_modules/.package-lock.json ] || [ ui/package-lock.json -nt ui/node_modules/.package-lock.json ]; then \
		npm ci --prefix ui --ignore-scripts --no-audit --no-fund; \
	fi

## The window's pages, which the program embeds.
ui: setup
	$(SAY) 'Building the window'
	npm run --prefix ui --silent build

## The program, in its development profile.
build: ui
	$(SAY) 'Building the program (the first time takes some minutes)'
	$(CARGO) build --locked --workspace --exclude faults --exclude bench --exclude empty-window --bins

## The practice gateways as a program of their own, for a merchant's programmer.
practice:
	$(CARGO) run --locked -p practice --bin counterfoil-practice

## Write the window's types again after a change to the commands.
bindings:
	COUNTERFOIL_WRITE_BINDINGS=1 $(CARGO) test --locked --test ipc bindings

fmt:
	$(CARGO) fmt --all
	cd ui && npx biome check --write .

fmt-check:
	$(SAY) 'Formatting'
	$(CARGO) fmt --all -- --check

clippy:
	$(SAY) 'Lints (Rust)'
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings

test-ui: setup
	$(SAY) 'Lints, types and tests of the window'
	npm run --prefix ui --silent lint
	npm run --prefix ui --silent check
	npm run --prefix ui --silent test

test-rust:
	$(SAY) 'Rust tests'
	$(CARGO) test --locked --workspace --exclude counterfoil
	$(CARGO) test --locked -p counterfoil --lib --bins --test ipc
	$(CARGO) test --locked -p counterfoil --doc
	$(SAY) 'The fault laboratory: as many schedules as fit in three minutes, 2,000 at least'
	$(CARGO) build --locked -p faults --bin laboratory
	./target/debug/laboratory --seconds 180 --at-least 2000

test-window: ui
	$(SAY) 'The real window, on a screen of its own'
	./src-tauri/on-own-screen.sh $(CARGO) test --locked -p counterfoil --test window -- --test-threads=1

## Schedules of the fault laboratory: SCHEDULES of them, from seed FROM on.
SCHEDULES ?= 100000
FROM ?= 0
laboratory:
	$(CARGO) build --locked --profile laboratory -p faults --bin laboratory
	./target/laboratory/laboratory --schedules $(SCHEDULES) --from $(FROM)

## The disasters in their long form, some twenty minutes: what a shortened form of is in `make test`. Prints their figures.
disasters: ui
	$(CARGO) build --locked -p faults --bins
	$(SAY) 'Kills and the recorded way to the wire (R3, R4)'
	./target/debug/disasters program
	$(SAY) 'The disk below the ledger (R5 to R8)'
	./target/debug/disasters disk
	$(SAY) 'A hundred launches at once (R13)'
	COUNTERFOIL_LAUNCHES=100 ./src-tauri/on-own-screen.sh $(CARGO) test --locked -p counterfoil --test window -- \
		--test-threads=1 --nocapture r13

## A practice merchant with a year of invented orders: N of them, in the data folder FOLDER; SEED chooses which.
N ?= 100000
FOLDER ?= target/demo
SEED ?= 1
demo-data:
	$(SAY) 'Building the maker of demonstration orders (optimised: the first time takes some minutes)'
	$(CARGO) build --locked --profile laboratory -p demo --bin demo-data
	$(SAY) '$(N) invented orders go into $(FOLDER)/practice'
	./target/laboratory/demo-data --folder '$(FOLDER)/practice' --orders $(N) --seed $(SEED)
	$(SAY) 'To look at them: COUNTERFOIL_HOME=$(FOLDER) make run, and there “Try it with a practice merchant”'

## How fast and how small it is, beside its limits and rivals (docs/performance.md): ORDERS in the ledger, which is made once;
## ONLY some parts (ledger, window, or reading writing sizes start inside list soak); SOAK seconds of use without a pause.
ORDERS ?= 1000000
ONLY ?=
SOAK ?= 120
# With nothing but parts of the ledger asked for, no window is built.
LEDGER_ONLY = $(and $(ONLY),$(if $(filter-out ledger reading writing sizes,$(ONLY)),,yes))
bench: $(if $(LEDGER_ONLY),,ui)
	$(SAY) 'Building what is measured (optimised: the first time takes some minutes)'
	CARGO_INCREMENTAL=0 $(CARGO) build --locked --profile laboratory -p bench --bin bench \
		$(if $(LEDGER_ONLY),,-p counterfoil --bin counterfoil -p empty-window --bin empty-window)
	./target/laboratory/bench --orders $(ORDERS) --only '$(ONLY)' --soak $(SOAK)

## Pictures of the real window for the guide (needs ImageMagick).
pictures: ui
	COUNTERFOIL_PICTURES=$(CURDIR)/docs/images ./src-tauri/on-own-screen.sh \
		$(CARGO) test --locked -p counterfoil --test window -- --ignored pictures

## Licences and sources of every dependency (needs cargo-deny).
audit:
	$(CARGO) deny --locked check licenses sources bans
