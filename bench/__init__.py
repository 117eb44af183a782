"""Benchmarks: each compares with something, and is run by `make bench` or on its own."""
