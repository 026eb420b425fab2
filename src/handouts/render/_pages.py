"""Page templates filled in: sandboxed, because a clinic may bring its own."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from handouts.errors import Refused
from handouts.findings import error
from handouts.library import files


def filled(
    folder: Path, name: str, filters: Mapping[str, Callable[..., Any]], **values: object
) -> str:
    """Fill in a page template of a folder.

    Raises:
        Refused: the template is missing, malformed, or asks for what it may not have.
    """
    try:
        environment = _environment(folder).overlay()
        environment.filters = {**environment.filters, **filters}
        return environment.get_template(name).render(values)
    except TemplateError as fault:
        file = getattr(fault, "filename", None) or str(folder / name)
        message = f"This page template cannot be used: {fault.message or fault}."
        hint = "Compare it with the bundled one (handouts init DIR makes a fresh copy)."
        line = getattr(fault, "lineno", 0)
        raise Refused([error("template", message, hint, file=file, line=line)]) from fault


@cache
def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=DictLoader(
            {path.name: path.read_text(encoding="utf-8") for path in files(folder, "*.jinja")}
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
