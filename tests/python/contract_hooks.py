"""What a schema cannot say of a request. Schemathesis loads this, as `cargo xtask test contract` tells it to.

A schema describes each value by itself. Where a request is only valid as a whole, one that schemathesis takes for valid is
made so here, and is then held to being accepted. Requests that it breaks on purpose are left as they are.
"""

from datetime import datetime, timezone

import schemathesis


def moment(text):
    """When a date, which begins with its day in UTC, or a time is."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)


# The two ends of a range, and what they compare by. A range includes both.
RANGES = [("quality_min", "quality_max", float), ("start_date", "end_date", moment)]


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive or not case.query:
        return
    # A cursor comes from a page of the same list, and from nowhere else.
    case.query.pop("cursor", None)
    for low, high, key in RANGES:
        if low in case.query and high in case.query:
            case.query[low], case.query[high] = sorted([case.query[low], case.query[high]], key=key)
