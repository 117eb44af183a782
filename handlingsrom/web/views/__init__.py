"""The views of the web app, one file per page or group of pages."""
