"""What a schema cannot say of a request. Schemathesis loads this, as `cargo xtask test contract` tells it to.

A schema describes each value by itself. Where a request is only valid as a whole, one that schemathesis takes for valid is
made so here, and is then held to being accepted. Requests that it breaks on purpose are left as they are.
"""

import re
from datetime import datetime, timezone

import schemathesis

JSONL = ["application/jsonl", "application/x-ndjson", "application/x-jsonlines"]
PLACEHOLDER = re.compile(r"\{\{([a-z][a-z0-9_]{0,63})\}\}")


@schemathesis.serializer(*JSONL)
def lines(context, value):
    """A file of lines goes out as it is."""
    return value if isinstance(value, bytes) else str(value).encode()


def moment(text):
    """When a date, which begins with its day in UTC, or a time is."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)


# The two ends of a range, and what they compare by. A range includes both.
RANGES = [("quality_min", "quality_max", float), ("start_date", "end_date", moment), ("from", "to", moment)]


def put_in_order(values):
    """Turns the ranges of a filter the right way round."""
    for low, high, key in RANGES:
        if low in values and high in values:
            values[low], values[high] = sorted([values[low], values[high]], key=key)


def take_one_window(values):
    """Has a time be given by its length, or by its beginning and perhaps its end."""
    if "from" not in values:
        values.pop("to", None)
    elif "window" in values:
        del values["from"]
        values.pop("to", None)


def take_turns(turns):
    """Has user and assistant speak in turn, the user first; a system turn stays where it may be, at the beginning."""
    roles = ["user", "assistant"]
    begin = 1 if turns[0]["role"] == "system" else 0
    for index, turn in enumerate(turns[begin:]):
        turn["role"] = roles[index % 2]


def declare_variables(template):
    """Gives a text and its variables each other: those that it names are declared, and no others."""
    if "body" not in template and "parameters" not in template:
        return
    text = template.setdefault("body", "Nothing to fill in.")
    if "{{" in PLACEHOLDER.sub("", text):
        text = template["body"] = text.replace("{{", "{ {")
    declared = template.get("parameters", {})
    template["parameters"] = {name: declared.get(name, "") for name in PLACEHOLDER.findall(text)}


def without_nul(value):
    """The same without NUL, wherever it stands: a schema cannot speak of what lies deep in an object of any kind."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [without_nul(item) for item in value]
    if isinstance(value, dict):
        return {without_nul(name): without_nul(item) for name, item in value.items()}
    return value


def make_whole(path, body):
    """Makes a body valid as a whole, where its parts are."""
    # What is referred to has to be there, and nothing that is made up is.
    for reference in ["templateId", "scenarioId", "edgeCaseId"]:
        body.pop(reference, None)
    if isinstance(body.get("parameters"), dict):
        body["parameters"] = without_nul(body["parameters"])
    if body.get("turns"):
        take_turns(body["turns"])
    if path == "/api/admin/alerts" and "alerts" in body:
        body["alerts"] = list({change["name"]: change for change in body["alerts"]}.values())
    if "selection" in body:
        put_in_order(body["selection"].get("filter", {}))
    if "filter" in body:
        put_in_order(body["filter"])
    if path.startswith(("/api/templates", "/api/scenarios", "/api/edge-cases")):
        declare_variables(body)


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.query:
        # A cursor comes from a page of the same list, and from nowhere else.
        case.query.pop("cursor", None)
        if "/admin/" in case.path:
            take_one_window(case.query)
        put_in_order(case.query)
    if isinstance(case.body, dict):
        make_whole(case.path, case.body)
    if case.headers and "If-Match" in case.headers:
        # The quotes, which the pattern asks for, are lost where a value is one that JSON knows.
        case.headers["If-Match"] = '"' + case.headers["If-Match"].strip('"') + '"'
