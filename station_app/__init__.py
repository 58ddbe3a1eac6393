"""The desk of a village government-service station."""
