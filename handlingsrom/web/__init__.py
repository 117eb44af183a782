"""Pages no single room owns: home, my page, an initiative's overview, the base templates, the demo content."""
