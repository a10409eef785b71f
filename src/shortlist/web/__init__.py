"""The application in a browser, for the person at this machine alone."""
