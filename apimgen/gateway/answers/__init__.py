"""What backends answer offline: as Azure OpenAI does, with the faults that somebody asked for."""
