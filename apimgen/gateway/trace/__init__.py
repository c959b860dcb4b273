"""One request through a policy, told step by step."""
