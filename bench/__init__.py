"""Benchmarks, and the loopback platforms that they and the tests run against."""
