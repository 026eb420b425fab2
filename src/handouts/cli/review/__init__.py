"""``handouts review``."""

import click

from handouts.cli.review import changes, importing, packet, signing, status


@click.group("review", short_help="Have each language read and signed off.")
def command() -> None:
    """Have each language read and signed off.

    A language is approved when each role that the library's policy names has signed exactly the
    text there is now, by different people, and their approvals are in force.
    """


for _part in (
    status.status,
    packet.packet,
    importing.import_decisions,
    changes.show_changes,
    signing.sign,
    signing.record_paper,
    signing.withdraw,
):
    command.add_command(_part)
