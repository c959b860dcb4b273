"""Bodies of messages: as text, as JSON and XML, and made by templates."""
