"""One module for each word of ``routing``; its ``route`` decides what the policy needs."""
