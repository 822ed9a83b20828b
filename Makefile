# Practice Registry.
#
#   make        sets up, builds, and opens the prompt on a new registry with the founding records;
#               without a terminal it runs the main job on examples/ and prints what it did
#   make test   installs what the tests need and runs all of them
#   make build  leaves the release program at .build/release/practice
#   make bench  measures imports and exports against the sqlite3 shell, and searches and many clients on a server against
#               psql and pgbench; ROWS=100000 for a tenth of the rows
#   make install PREFIX=/usr/local
#               installs the program, and the plugin for workbooks, which an admin attaches by its name

PREFIX ?= $(HOME)/.local
TRIAL := .build/trial.registry
PROGRAM := .build/release/practice
# The static standard library halves the time that the program takes to start.
RELEASE := --configuration release --static-swift-stdlib

.PHONY: all setup build test bench install clean

all: build
	@if [ -t 0 ] && [ -t 1 ]; then \
		[ -e $(TRIAL) ] || $(PROGRAM) --registry $(TRIAL) init --founding || exit; \
		exec $(PROGRAM) --registry $(TRIAL); \
	else \
		exec sh examples/main-job.sh $(PROGRAM); \
	fi

# Debian packages: what the program links, and a compiler's needs. Asks for a password only where something is missing.
PACKAGES := libreadline-dev libsqlite3-dev libpq-dev

setup:
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || printf '%s ' $$p; done); \
	if [ -n "$$missing" ]; then \
		echo "installing $$missing"; \
		if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
		$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq $$missing >/dev/null; \
	fi
	@command -v swift >/dev/null || { echo "a Swift 6.1 toolchain or newer is needed: https://www.swift.org/install/linux"; exit 69; }

# Beside the program's folder stands `share`, in which it looks for plugins that wait to be attached by name.
build: setup
	swift build $(RELEASE) --product practice
	@install -d .build/release/../share/practice/plugins
	@ln -sfn "$(CURDIR)/Plugins/Spreadsheet" .build/release/../share/practice/plugins/spreadsheet

# Plugins of other makers are tried with ones in Python; Plugins/Spreadsheet reads workbooks by python3-openpyxl. The tests
# start a PostgreSQL server of their own, in a temporary folder.
test: PACKAGES += python3 python3-openpyxl postgresql
# An import of a target that is not declared builds by accident; the check makes it an error.
test: setup
	swift build --build-tests --explicit-target-dependency-import-check error
	swift test --skip-build
	PRACTICE_TEST_ENGINE=postgres swift test --skip-build --filter '$(ON_A_SERVER)'

# What is tried a second time with registries on a server: what people do, and not what files hold or texts look like.
ON_A_SERVER := ^(Adoption|Catalogue|Confidentiality|Evidence|Exchange|ExtensionPoint|External|Insights|JSONLines|Keeping|Promotion|Rating|Records|RegistryShell|Sharing|Similarity|Tagging|Tour)Tests\.|^Terminal\.

ROWS := 1000000

bench: PACKAGES += sqlite3 postgresql
bench: setup
	swift build $(RELEASE) --product Benchmarks
	.build/release/Benchmarks --rows $(ROWS)

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin/practice"
	rm -rf "$(DESTDIR)$(PREFIX)/share/practice/plugins/spreadsheet"
	install -d "$(DESTDIR)$(PREFIX)/share/practice/plugins/spreadsheet"
	install -m 644 Plugins/Spreadsheet/*.py Plugins/Spreadsheet/plugin.yaml Plugins/Spreadsheet/README.md "$(DESTDIR)$(PREFIX)/share/practice/plugins/spreadsheet"
	@echo "An admin adds the plugin for workbooks by: practice plugins attach spreadsheet"

clean:
	rm -rf .build
