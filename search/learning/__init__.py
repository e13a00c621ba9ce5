"""What a machine learned from texts that people wrote, and how it is learned again. Nothing here runs for a visitor."""
