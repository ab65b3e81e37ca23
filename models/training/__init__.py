"""The recipe that makes visionary-mini: data, networks, training, export and scores."""
