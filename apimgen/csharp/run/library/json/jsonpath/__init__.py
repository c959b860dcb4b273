"""Path expressions: what ``SelectToken`` and ``SelectTokens`` take."""
