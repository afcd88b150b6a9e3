"""What all tests share."""

from hypothesis import settings

# Other work on the machine must not fail a test: what is asked is whether it holds, not how fast.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
