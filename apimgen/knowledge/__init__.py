"""What API Management accepts, declared once as data and read by everything else."""
