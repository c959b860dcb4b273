"""What an API Management instance holds, as far as running its policies needs."""
