"""What the policies that validate messages find, and what they do about it."""
