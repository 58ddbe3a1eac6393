"""A program that crashes leaves no copy of its memory: the database key and villagers' numbers would be in it."""

import sys


def leave_none() -> None:
    """On Linux for this process and what it starts. Windows writes dumps only where its administrator has said so."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
