"""Tests that concern the whole site, and what all tests share."""
