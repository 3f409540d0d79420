"""The command line `zwgk`. Commands import what they need when they run, so that help and status start at once."""

from flows.cli.app import main

__all__ = ["main"]
