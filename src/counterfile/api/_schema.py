"""The OpenAPI document: made from the code, so that it says what the code does.

FastAPI describes addresses, parameters and bodies. What answers hold is described from the model's own structs, with the
docstrings that stand under their fields, since those are what is encoded.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from starlette.requests import Request

from counterfile.api._problems import KINDS, MEDIA_TYPE, Fault, Problem, Refusal

ANSWERS = "x-answers"
_TYPES: dict[str, Any] = {}
"""What routes give, by the name under which their description holds it until the document is made."""

_TEMPLATE = "#/components/schemas/{name}"


def gives(found: Any, *refusals: str, status: int = 200, description: str = "") -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route: what it gives, and the problems that it may give instead.

    Args:
        found: The struct that is encoded, or a media type as text for what is no JSON.
        refusals: Names in `KINDS` besides those that every route may give.
        status: Of what it gives.
        description: Of what it gives.
    """
    said = (
        description
        or (inspect.getdoc(getattr(found, "__origin__", found)) or "").split("\n\n")[0].replace("\n", " ")
        or "What was asked for."
    )
    content = {found: {}} if isinstance(found, str) else {"application/json": {ANSWERS: _noted(found)}}
    answers: dict[int | str, dict[str, Any]] = {status: {"description": said, "content": content}}
    by_status: dict[int, list[str]] = {}
    for name in ("foreign-origin", "wrong-host", "invalid", *refusals):
        by_status.setdefault(KINDS[name].status, []).append(name)
    for code, names in sorted(by_status.items()):
        titles = "; ".join(KINDS[name].title for name in dict.fromkeys(names))
        answers[code] = {"description": titles, "content": {MEDIA_TYPE: {ANSWERS: _noted(Problem)}}}
    return answers


def _noted(kind: Any) -> str:
    _TYPES[repr(kind)] = kind
    return repr(kind)


def no_other_parameters(request: Request) -> None:
    """Refuse query parameters that the route does not know, and those given twice: a misspelled filter filters nothing.

    Raises:
        Refusal: naming each.
    """
    route = request.scope.get("route")
    known = set(_query_names(route.dependant)) if isinstance(route, APIRoute) else set()
    given = [name for name, _ in request.query_params.multi_items()]
    faults = [
        Fault(
            "there is no such parameter" + (f"; there are {', '.join(sorted(known))}" if known else ""), "", name[:80]
        )
        for name in dict.fromkeys(given)
        if name not in known
    ]
    faults += [Fault("it is given twice", "", name[:80]) for name in dict.fromkeys(given) if given.count(name) > 1]
    if faults:
        raise Refusal("invalid", f"{faults[0].parameter!r}: {faults[0].detail}", errors=faults[:20])


def _query_names(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for inner in dependant.dependencies:
        yield from _query_names(inner)


def document(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the API."""
    found = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        summary=app.summary,
        description=app.description,
        tags=app.openapi_tags,
        routes=app.routes,
    )
    answers: list[str] = []
    for operations in found["paths"].values():
        for operation in operations.values():
            _tidy(operation, answers)
    types = [_TYPES[each] for each in dict.fromkeys(answers)]
    refs, components = msgspec.json.schema_components(types, ref_template=_TEMPLATE)
    names = {repr(each): ref for each, ref in zip(types, refs, strict=True)}
    for operations in found["paths"].values():
        for operation in operations.values():
            _refer(operation, names)
    schemas = found["components"]["schemas"]
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for name in set(schemas) & set(components):
        if sorted(schemas[name].get("enum", "")) != sorted(components[name].get("enum", "-")):
            raise ValueError(f"a body and an answer share the name {name}")
    _describe(components, types)
    schemas.update({name: _plain(schema) for name, schema in components.items()})
    found["components"]["schemas"] = dict(sorted(schemas.items()))
    return found


def _tidy(operation: dict[str, Any], answers: list[str]) -> None:
    """Keep the answers that the route declares, and gather what they hold."""
    for status, answer in list(operation["responses"].items()):
        content = answer.get("content", {})
        if status == "422":
            content.pop("application/json", None)
        for media in content.values():
            if ANSWERS in media:
                media.pop("schema", None)
                answers.append(media[ANSWERS])
        if "description" not in answer:
            del operation["responses"][status]


def _refer(operation: dict[str, Any], names: Mapping[str, Any]) -> None:
    for answer in operation["responses"].values():
        for media in answer.get("content", {}).values():
            if ANSWERS in media:
                media["schema"] = names[media.pop(ANSWERS)]


def _plain(schema: Any) -> Any:
    """Return a schema without titles, which only repeat names, and as makers of clients understand it."""
    if isinstance(schema, dict):
        kept = {name: _plain(value) for name, value in schema.items() if name != "title" or isinstance(value, dict)}
        if kept.get("items") is False:
            del kept["items"]  # `maxItems` says the same, and openapi-python-client takes no schema that is `false`
        return kept
    return [_plain(each) for each in schema] if isinstance(schema, list) else schema


def _describe(components: dict[str, Any], types: Sequence[Any]) -> None:
    """Add to each field the docstring that stands under it."""
    for name, kind in _structs(types).items():
        if name not in components:
            continue
        properties = components[name].get("properties", {})
        for field, words in _docs(kind).items():
            if field in properties:
                properties[field] = {**properties[field], "description": words}
        if description := components[name].get("description"):
            components[name]["description"] = " ".join(description.split())


def _structs(types: Sequence[Any]) -> dict[str, type]:
    """Return every struct that the types hold, by the name that its schema has."""
    found: dict[str, type] = {}

    def visit(info: Any) -> None:
        if isinstance(info, msgspec.inspect.StructType):
            origin = getattr(info.cls, "__origin__", info.cls)
            name = _name(info.cls)
            if name in found:
                return
            found[name] = origin
            for field in info.fields:
                visit(field.type)
        for name in ("item_type", "key_type", "value_type"):
            inner = getattr(info, name, None)
            if inner is not None:
                visit(inner)
        for name in ("item_types", "types"):
            for inner in getattr(info, name, ()) or ():
                visit(inner)

    for each in types:
        visit(msgspec.inspect.type_info(each))
    return found


def _name(kind: Any) -> str:
    import re

    plain = getattr(kind, "__name__", "")
    arguments = getattr(kind, "__args__", ())
    if arguments:
        origin = kind.__origin__.__name__
        plain = f"{origin}[{', '.join(_name(each) for each in arguments)}]"
    return re.sub(r"[^a-zA-Z0-9.\-_]", "_", plain)


def _docs(kind: type) -> dict[str, str]:
    """Return the docstrings that stand under the fields of a class, its bases' too."""
    found: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        if not issubclass(each, msgspec.Struct) or each is msgspec.Struct:
            continue
        (body,) = ast.parse(textwrap.dedent(inspect.getsource(each))).body
        assert isinstance(body, ast.ClassDef)  # noqa: S101  # the source of a class
        for field, words in zip(body.body, body.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(words, ast.Expr)
                and isinstance(words.value, ast.Constant)
                and isinstance(words.value.value, str)
            ):
                found[field.target.id] = " ".join(words.value.value.split())
    return found
