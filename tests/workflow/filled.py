"""Documents with something in every field: what must come back, whatever becomes of the file."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from equity_core.model import Document

TEXT = "“Späť” 你好 — it's 50 % off;\nsecond line\tand a tab"
PLAIN: dict[type, object] = {
    str: TEXT,
    bool: True,
    int: 3,
    float: 1.5,
    Decimal: Decimal("12.50"),
    date: date(2025, 11, 3),
    datetime: datetime(2025, 11, 3, 12, 30, 15),
    time: time(18, 45),
}


def document(model: type[Document]) -> Document:
    """Return one of a kind with a value in each of its fields."""
    return _record(model)


def _record(model: type[BaseModel]) -> Any:
    return model.model_validate({name: _value(field.annotation) for name, field in model.model_fields.items()})


def _value(kind: Any) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _value(parts[0])
    if origin is Literal:
        return parts[-1]
    if origin in (Union, UnionType):
        return _value(next(part for part in parts if part is not type(None)))
    if origin is tuple:
        return tuple(_value(part) for part in parts if part is not Ellipsis)
    if origin is dict:
        return {"key": _value(parts[1])}
    return _record(kind) if issubclass(kind, BaseModel) else PLAIN[kind]
