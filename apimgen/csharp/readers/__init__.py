"""What a bound tree tells beyond what a compiler would say: one module for each kind of fact."""
