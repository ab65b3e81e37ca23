"""The three networks of the model."""
