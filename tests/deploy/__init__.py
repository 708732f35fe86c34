"""What is shipped for running the hub elsewhere says what the product does, and nothing that is not there."""
