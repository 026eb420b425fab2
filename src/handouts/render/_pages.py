"""Page templates filled in: sandboxed, because a clinic may bring its own."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import DictLoader, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from handouts import design, reading
from handouts.errors import Refused
from handouts.findings import error

_FILTERS = "filters of the page"  # among its values; no template can spell such a name


def filled(
    folder: Path, name: str, filters: Mapping[str, Callable[..., Any]], **values: object
) -> str:
    """Fill in a page template of a folder.

    Raises:
        Refused: the template is missing, malformed, or asks for what it may not have.
    """
    texts = {
        path.name: reading.read_text(path, "page template")
        for path in design.page_templates(folder, name)
    }
    try:
        page = _environment(tuple(texts.items()), tuple(sorted(filters))).get_template(name)
        return page.render(values, **{_FILTERS: filters})
    except TemplateError as fault:
        file = getattr(fault, "filename", None) or str(folder / name)
        message = f"This page template cannot be used: {fault.message or fault}."
        hint = "Compare it with the bundled one (handouts init DIR makes a fresh copy)."
        line = getattr(fault, "lineno", 0)
        raise Refused([error("template", message, hint, file=file, line=line)]) from fault


@lru_cache(maxsize=8)
def _environment(
    texts: tuple[tuple[str, str], ...], filters: tuple[str, ...]
) -> ImmutableSandboxedEnvironment:
    """Take a page's templates, to be compiled once: what differs by page comes with the page."""
    environment = ImmutableSandboxedEnvironment(
        loader=DictLoader(dict(texts)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {name: _of_the_page(name) for name in filters}
    return environment


def _of_the_page(name: str) -> Callable[..., Any]:
    """Make a filter that asks the page being filled in for its own of that name."""

    @pass_context
    def filtered(context: Context, *args: Any, **named: Any) -> Any:
        return context[_FILTERS][name](*args, **named)

    return filtered
