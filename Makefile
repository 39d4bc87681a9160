# `make test` is what CI runs (.ci/run). Nothing in it is skipped.
CARGO ?= cargo

.PHONY: test packages checks fmt demo build clean-demo

test: packages checks

# Debian packages the tests need; does nothing when all are there.
packages:
	tests/install-packages.sh

checks:
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) test --locked

fmt:
	$(CARGO) fmt

build:
	$(CARGO) build --locked --release

# The whole SOP on this machine: nothing installed, nothing configured.
demo:
	$(CARGO) run --locked --release -- demo

clean-demo:
	rm -rf demo
