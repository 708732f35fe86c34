"""People write down by hand what they did or decided, as events like those of any other partner."""
