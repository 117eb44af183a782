"""The site as one meets it in a browser: served with the demo as `make run` serves it, seen in Chromium."""
