# What can be made here: `make help`.

PREFIX  ?= /usr/local
DESTDIR ?=

# Debian packages for building, testing and running, one list for all.
PACKAGES = git ca-certificates pkg-config binutils libsystemd-dev libsqlite3-dev libxml2-dev libzstd-dev zlib1g-dev \
	libjemalloc-dev systemd-container acl sqlite3 lintian

SWIFT := $(or $(shell command -v swift),$(wildcard /opt/swift/usr/bin/swift))
# Scratch folders: the debug build with the tests in .build, what is installed in .build-release.
RELEASE = .build-release
BINARY  = $(RELEASE)/release/storyd
STAGE   = $(RELEASE)/stage
FUZZING = .build-fuzzing
# What `make soak` does at least.
KILLS ?= 500
DROPS ?= 100000
LOCAL   = $(CURDIR)/local
SWIFT_FILES = Package.swift $(shell find Sources Tests $(wildcard Benchmarks Fuzzing) -name .build -prune -o -name '*.swift' -print)

BINDIR = $(PREFIX)/bin
DOCDIR = $(PREFIX)/share/doc/storyd
# systemd looks for units, users, folders and catalogs in /usr/lib and /usr/local/lib only.
LIBDIR = $(if $(filter /usr,$(PREFIX)),/usr/lib,/usr/local/lib)
CONFIG = /etc/storyd/storyd.yaml
MANDIR = $(PREFIX)/share/man
BASH_COMPLETIONS = $(PREFIX)/share/bash-completion/completions
FISH_COMPLETIONS = $(PREFIX)/share/fish/vendor_completions.d
# Debian's zsh looks in other places for packages than for what is installed by hand.
ZSH_COMPLETIONS  = $(PREFIX)/share/zsh/$(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)

# A build belongs to the user who called `sudo make install`, not to root: in a login shell, with the PATH of that user.
CALLER = $(if $(filter 0,$(shell id -u)),$(filter-out root,$(SUDO_USER)))

.PHONY: help deps swift build run test soak stage install activate uninstall deb bench bench-peers scale fuzz measure-copies prior fit-model format lint clean

help:
	@echo 'make deps       install the Debian packages that are missing'
	@echo 'make run        build, and run in the foreground with folders under ./local'
	@echo 'make test       check the format, build, run every test (those of the installed unit need root)'
	@echo 'make soak       kill the process hundreds of times under load, and check that nothing is lost'
	@echo 'make build      build what is installed: release, static'
	@echo 'make install    build as the calling user, install under PREFIX (/usr/local), start the service'
	@echo 'make uninstall  stop and remove what was installed; what was recorded and archived stays'
	@echo 'make deb        build the Debian package'
	@echo 'make bench      measure the parts and the whole line (COUNT=100000 articles)'
	@echo 'make bench-peers   the same task by rensa, gaoya and datasketch (PYTHON=…, those installed)'
	@echo 'make scale      what a decision costs and what is remembered, up to COUNT articles (1000000)'
	@echo 'make fuzz       fuzz every parser (SECONDS=60 each, FUZZERS=…); what crashes is kept in Fuzzing/corpus'
	@echo 'make measure-copies FILES=…   measure copies against the definition, over articles as JSON Lines'
	@echo 'make prior      make the word-frequency table anew'
	@echo 'make fit-model  fit the story model anew to the labelled articles of ../shared/data (DATA=files for others)'
	@echo 'make format     format the sources;  make lint  only check them'
	@echo 'make clean      remove what was built'

deps:
	@command -v dpkg-query >/dev/null || { \
	    echo 'deps: not a Debian system; install what these Debian packages hold: $(PACKAGES)'; exit 0; }; \
	missing=; for package in $(PACKAGES); do \
	    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	[ -z "$$missing" ] && exit 0; \
	echo "deps: installing$$missing"; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	$$sudo apt-get update -q && \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing

swift:
	@[ -n "$(SWIFT)" ] || { echo 'Swift is neither in PATH nor in /opt/swift/usr/bin: https://swift.org/install' >&2; exit 1; }

# The time stamp is ours: SwiftPM leaves a binary alone that would come out the same.
$(BINARY): Package.swift $(shell find Sources -type f)
ifneq ($(CALLER),)
	@$(MAKE) --no-print-directory deps
	runuser -l $(CALLER) -c "make -C '$(CURDIR)' build"
else
	@$(MAKE) --no-print-directory deps swift
	$(SWIFT) build -c release --scratch-path $(RELEASE) --static-swift-stdlib --product storyd
	@touch $@
endif

build: $(BINARY)

# The release build, though its first time takes minutes: it is what `install` installs, and what is fast.
run: $(BINARY)
	@mkdir -p '$(LOCAL)/incoming'
	@echo 'Drop article files into $(LOCAL)/incoming (Ctrl-C stops).'
	@exec $(BINARY) run --folder-incoming '$(LOCAL)/incoming' --folder-work '$(LOCAL)/work' \
	    --folder-archive '$(LOCAL)/archive' --folder-rejected '$(LOCAL)/rejected' --ledger-path '$(LOCAL)/ledger.sqlite' \
	    --control-path '$(LOCAL)/control'

test: deps swift lint stage deb
	@$(MAKE) --no-print-directory fuzz SECONDS=3
	STORYD_STAGE='$(CURDIR)/$(STAGE)' $(SWIFT) test --disable-xctest

# The process is killed at every step and at any moment, for as long as it takes: about half an hour.
soak: deps swift stage
	STORYD_STAGE='$(CURDIR)/$(STAGE)' STORYD_SOAK_KILLS=$(KILLS) STORYD_SOAK_FILES=$(DROPS) \
	    $(SWIFT) test --disable-xctest --filter 'KilledTests/soak'

# An installation in a folder of its own, for the tests of the unit.
stage: $(BINARY)
	@rm -rf $(STAGE)
	@$(MAKE) --no-print-directory install DESTDIR='$(CURDIR)/$(STAGE)' PREFIX=/usr/local

install: $(BINARY)
	install -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(DOCDIR)' '$(DESTDIR)$(LIBDIR)/systemd/system' \
	    '$(DESTDIR)$(LIBDIR)/systemd/catalog' '$(DESTDIR)$(LIBDIR)/sysusers.d' '$(DESTDIR)$(LIBDIR)/tmpfiles.d' \
	    '$(DESTDIR)$(dir $(CONFIG))'
	install -s -m 0755 $(BINARY) '$(DESTDIR)$(BINDIR)/storyd.new'
	@libraries=$$(ldd '$(DESTDIR)$(BINDIR)/storyd.new') && ! echo "$$libraries" | grep -E 'libswift|not found' || { \
	    echo 'install: the program needs libraries that this system lacks' >&2; \
	    rm '$(DESTDIR)$(BINDIR)/storyd.new'; exit 1; }
	mv '$(DESTDIR)$(BINDIR)/storyd.new' '$(DESTDIR)$(BINDIR)/storyd'
	sed -e 's#@BINDIR@#$(BINDIR)#' -e '/@INSTANCE@/d' systemd/storyd.service.in | \
	    install -m 0644 /dev/stdin '$(DESTDIR)$(LIBDIR)/systemd/system/storyd.service'
	sed -f systemd/instance.sed -e 's#@BINDIR@#$(BINDIR)#' systemd/storyd.service.in | \
	    install -m 0644 /dev/stdin '$(DESTDIR)$(LIBDIR)/systemd/system/storyd@.service'
	install -m 0644 systemd/storyd.catalog '$(DESTDIR)$(LIBDIR)/systemd/catalog/storyd.catalog'
	install -m 0644 systemd/sysusers.d/storyd.conf '$(DESTDIR)$(LIBDIR)/sysusers.d/storyd.conf'
	install -m 0644 systemd/tmpfiles.d/storyd.conf '$(DESTDIR)$(LIBDIR)/tmpfiles.d/storyd.conf'
	install -d '$(DESTDIR)$(MANDIR)/man1' '$(DESTDIR)$(MANDIR)/man5' '$(DESTDIR)$(BASH_COMPLETIONS)' \
	    '$(DESTDIR)$(ZSH_COMPLETIONS)' '$(DESTDIR)$(FISH_COMPLETIONS)'
	packaging/man/storyd.1.sh $(BINARY) | install -m 0644 /dev/stdin '$(DESTDIR)$(MANDIR)/man1/storyd.1'
	awk -f packaging/man/storyd.yaml.5.awk config/storyd.yaml | \
	    install -m 0644 /dev/stdin '$(DESTDIR)$(MANDIR)/man5/storyd.yaml.5'
	$(BINARY) --generate-completion-script bash | install -m 0644 /dev/stdin '$(DESTDIR)$(BASH_COMPLETIONS)/storyd'
	$(BINARY) --generate-completion-script zsh | install -m 0644 /dev/stdin '$(DESTDIR)$(ZSH_COMPLETIONS)/_storyd'
	$(BINARY) --generate-completion-script fish | install -m 0644 /dev/stdin '$(DESTDIR)$(FISH_COMPLETIONS)/storyd.fish'
	install -m 0644 LICENSE NOTICE README.md config/storyd.yaml '$(DESTDIR)$(DOCDIR)'
	install -d '$(DESTDIR)$(DOCDIR)/examples'
	install -m 0644 systemd/examples/*.conf '$(DESTDIR)$(DOCDIR)/examples'
	@if [ ! -e '$(DESTDIR)$(CONFIG)' ]; then install -m 0644 config/storyd.yaml '$(DESTDIR)$(CONFIG)'; \
	elif ! cmp -s config/storyd.yaml '$(DESTDIR)$(CONFIG)'; then \
	    echo 'install: $(CONFIG) was edited and stays; the new defaults are in $(DOCDIR)/storyd.yaml'; fi
	@[ -n '$(DESTDIR)' ] || $(MAKE) --no-print-directory activate

# What makes an installation live, where systemd runs.
activate:
	@if [ ! -d /run/systemd/system ]; then \
	    echo 'install: systemd does not run here: user, folders and service are set up at the next boot,'; \
	    echo 'install: once `systemctl enable storyd` was called. Until then: $(BINDIR)/storyd run'; \
	else set -e; \
	    systemd-sysusers '$(LIBDIR)/sysusers.d/storyd.conf'; \
	    systemd-tmpfiles --create '$(LIBDIR)/tmpfiles.d/storyd.conf'; \
	    journalctl --update-catalog; \
	    systemctl daemon-reload; \
	    systemctl enable storyd.service; \
	    systemctl restart storyd.service; \
	    echo 'storyd runs: drop article files into /var/spool/storyd/incoming, read them with journalctl -u storyd'; \
	fi

uninstall:
	@if [ -z '$(DESTDIR)' ] && [ -d /run/systemd/system ]; then \
	    systemctl disable --now storyd.service || true; fi
	rm -f '$(DESTDIR)$(BINDIR)/storyd' '$(DESTDIR)$(LIBDIR)/systemd/system/storyd.service' \
	    '$(DESTDIR)$(LIBDIR)/systemd/system/storyd@.service' \
	    '$(DESTDIR)$(LIBDIR)/systemd/catalog/storyd.catalog' '$(DESTDIR)$(LIBDIR)/sysusers.d/storyd.conf' \
	    '$(DESTDIR)$(LIBDIR)/tmpfiles.d/storyd.conf' '$(DESTDIR)$(MANDIR)/man1/storyd.1' \
	    '$(DESTDIR)$(MANDIR)/man5/storyd.yaml.5' '$(DESTDIR)$(BASH_COMPLETIONS)/storyd' \
	    '$(DESTDIR)$(ZSH_COMPLETIONS)/_storyd' '$(DESTDIR)$(FISH_COMPLETIONS)/storyd.fish'
	rm -rf '$(DESTDIR)$(DOCDIR)'
	@if cmp -s config/storyd.yaml '$(DESTDIR)$(CONFIG)'; then \
	    rm -f '$(DESTDIR)$(CONFIG)'; rmdir --ignore-fail-on-non-empty '$(DESTDIR)$(dir $(CONFIG))'; fi
	@if [ -z '$(DESTDIR)' ] && [ -d /run/systemd/system ]; then \
	    systemctl daemon-reload; journalctl --update-catalog; fi
	@for kept in $(CONFIG) /var/lib/storyd /var/spool/storyd; do \
	    [ ! -e "$(DESTDIR)$$kept" ] || echo "uninstall: $$kept stays; remove it when you no longer need it"; done

# The Debian package, as $(RELEASE)/storyd_VERSION_amd64.deb.
deb: $(BINARY)
	sh packaging/debian/build.sh $(BINARY) $(RELEASE)

# The parts, the whole line over COUNT generated articles, then the installed daemon under a real journald (as root).
COUNT ?= 100000
NEWS = Benchmarks/.build/release/generate-news
SCALE = Benchmarks/.build/release/measure-scale
bench: stage $(NEWS)
	$(SWIFT) package --package-path Benchmarks benchmark --target Parts --grouping metric --no-progress
	Benchmarks/line.py $(BINARY) $(NEWS) $(COUNT)
	Benchmarks/journald.py $(STAGE) $(NEWS) $(COUNT)

$(NEWS) $(SCALE): Benchmarks/Package.swift $(shell find Benchmarks/Sources -name '*.swift')
	@$(MAKE) --no-print-directory swift
	$(SWIFT) build --package-path Benchmarks -c release --product $(@F)
	@touch $@

# Beside rensa, gaoya and datasketch, in the same minute: `python3 -m venv V; V/bin/pip install rensa gaoya datasketch`,
# then `make bench-peers PYTHON=V/bin/python`.
PYTHON ?= python3
bench-peers: $(BINARY) $(NEWS)
	$(NEWS) 20000 >$(RELEASE)/articles.jsonl
	$(PYTHON) Benchmarks/peers.py $(BINARY) $(RELEASE)/articles.jsonl

# An article each twelve seconds: 100,000 are in open stories, the others closed. `measure-scale --help` says what else.
$(SCALE): $(shell find Sources/Shingling Sources/Stories -name '*.swift')
scale: COUNT = 1000000
scale: $(SCALE)
	$(SCALE) --count $(COUNT)

# Swift's toolchain brings libFuzzer. Whatever was found in earlier runs is tried first.
SECONDS ?= 60
FUZZERS ?= $(notdir $(wildcard Fuzzing/corpus/*))
fuzz: swift
	$(SWIFT) build --package-path Fuzzing --scratch-path $(FUZZING) -c release -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld
	@Fuzzing/run $(FUZZING)/release/Fuzz $(FUZZING)/found $(SECONDS) $(FUZZERS)

measure-copies: deps swift
	$(SWIFT) run -c release --scratch-path $(RELEASE) --static-swift-stdlib measure-copies $(FILES)

prior:
	python3 Sources/CWordPrior/generate.py

# Same files, same numbers. Builds beside the product, with its flags, so that neither is built twice.
DATA ?= $(addprefix ../shared/data/,fnc-dev.jsonl.gz ecb-dev.jsonl.gz)
fit-model: swift
	$(SWIFT) build -c release --scratch-path $(RELEASE) --static-swift-stdlib --product fit-model
	$(RELEASE)/release/fit-model --output Sources/Stories/Model/Weights.swift $(DATA)
	@$(MAKE) --no-print-directory format

format: swift
	@$(SWIFT) format format -p -i $(SWIFT_FILES)

lint: swift
	@$(SWIFT) format lint -p --strict $(SWIFT_FILES)

clean:
	rm -rf .build $(RELEASE) $(FUZZING) Benchmarks/.build
