"""The reader of documents on the web: fetching them by their address."""
