"""An invented area that behaves like England's: people, stays, support, and the messages about them."""
