"""The command line `zwgk`. Commands import what they need when they run, so that help and status start at once."""


def main() -> None:
    """Entry point of the console script, which reading children run too, to know what it names: so nothing else is loaded here."""
    from flows.cli.app import main as run_command

    run_command()


__all__ = ["main"]
