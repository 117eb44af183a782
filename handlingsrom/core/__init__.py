"""The shared kernel: audit, errors, mail, files, clock, form and htmx helpers. No domain words."""
