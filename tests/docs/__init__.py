"""What is written about the product is true."""
