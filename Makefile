# `make test` is what CI runs (.ci/run). Nothing in it is skipped.
CARGO ?= cargo

# Fuzzing for so many seconds; what is found is kept in tests/data/fuzz and read again by every test run.
SECONDS ?= 600
SEED ?= 1

.PHONY: fuzz bench bench-papers bench-deadlines bench-report test packages checks fmt demo build clean-demo

test: packages checks

# Debian packages the tests need; does nothing when all are there.
packages:
	tests/install-packages.sh

checks:
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	$(CARGO) test --locked --workspace

fmt:
	$(CARGO) fmt --all

build:
	$(CARGO) build --locked --release

fuzz:
	LOKET_FUZZ_SECONDS=$(SECONDS) LOKET_SEED=$(SEED) $(CARGO) test --locked --release --test fuzz_mail -- --nocapture

# Mails per second and peak memory of understanding, beside simple baselines; every mail bomb at full size.
bench:
	$(CARGO) bench --locked --bench mail

# Deadlines and working minutes per second, beside a walk from minute to minute.
bench-deadlines:
	$(CARGO) bench --locked --bench deadlines

# Right, absent and wrong fields on a new set of invented papers, seconds a page and peak memory, beside a plain reader.
PAPERS ?= 20
bench-papers: build
	python3 benches/papers.py --seed $(SEED) --papers $(PAPERS)

# Seconds and peak memory of a month's report over 100,000 cases, beside plain SQL counting of the same rows.
CASES ?= 100000
bench-report: build
	python3 benches/report.py --seed $(SEED) --cases $(CASES)

# The whole SOP on this machine: nothing installed, nothing configured.
demo:
	$(CARGO) run --locked --release -- demo

clean-demo:
	rm -rf demo
