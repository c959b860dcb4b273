"""Live commands, against a double of the service and against the emulator."""
