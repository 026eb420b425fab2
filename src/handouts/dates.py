"""Days counted in months, as reviews and approvals are."""

from datetime import date, datetime


def months_after(day: date, months: int) -> date:
    """Answer the day so many months later; the month's last day where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last_day = (date(first.year + first.month // 12, first.month % 12 + 1, 1) - first).days
    return first.replace(day=min(day.day, last_day))


def now() -> datetime:
    """Tell the time, with the zone of this computer."""
    return datetime.now().astimezone()
