"""What all tests share."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A property says nothing of speed; a busy machine must not fail it.
settings.register_profile(
    "apimgen", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=75
)
settings.load_profile("apimgen")
