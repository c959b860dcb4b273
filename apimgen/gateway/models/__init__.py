"""Language models' requests and answers: prompts, tokens and usage."""
