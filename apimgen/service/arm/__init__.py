"""Calls to Azure Resource Manager: connection, retries, failures in plain words."""
