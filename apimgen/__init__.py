"""Azure API Management policies for language models: rendered, checked, simulated, applied."""

__version__ = "0.1.0"
