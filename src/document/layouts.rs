//! Tests: the fixtures D-1 … D-10 of the domain study.
