"""Collections and the interfaces that they implement."""
