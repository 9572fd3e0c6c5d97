"""Queries that the ORM compiles once per process; after that only their parameters change.

Building and compiling a query takes Django 0.5 to 2.5 ms, longer than PostgreSQL needs to answer it; on a page that
asks six times, that is a third of the work. A prepared query is written like any other, with :class:`Parameter` and
:class:`Among` in the places of what changes::

    today = Parameter("today", DateField())
    late = Prepared(lambda: Task.objects.filter(Among("cooperation", "ids"), due_on__lt=today))
    late.instances(ids=[3, 4], today=date(2026, 11, 3))
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Expression, Field, Func, Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql import UpdateQuery


@dataclass(frozen=True)
class _Place:
    """Where the value of a parameter goes; without a ``field`` it is a list of whole numbers."""

    name: str
    field: Field | None = None

    def filled(self, values: dict[str, Any]) -> object:
        value = values[self.name]
        if self.field is not None:
            return self.field.get_db_prep_value(value, connection)
        return list(value) if connection.vendor == "postgresql" else json.dumps(list(value))


class Parameter(Expression):
    """One value that is known when the query runs, of the type ``output_field``."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler, connection) -> tuple[str, list]:
        return "%s", [_Place(self.name, self.output_field)]


class Among(Func):
    """The condition that ``expression`` is one of a list of whole numbers, known when the query runs."""

    output_field = BooleanField()

    def __init__(self, expression, name: str) -> None:
        super().__init__(expression)
        self.name = name

    def as_sql(self, compiler, connection, **extra_context) -> tuple[str, list]:
        sql, params = compiler.compile(self.source_expressions[0])
        among = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
        return f"{sql} {among}", [*params, _Place(self.name)]


@dataclass(frozen=True)
class _Compiled:
    sql: str
    params: tuple
    columns: tuple
    model: type[Model]
    names: tuple[str, ...]
    start: int
    annotations: dict[str, int]


class Prepared:
    """A query that is built and compiled at its first use, per kind of database; shared by all threads.

    Whatever else ``build`` puts into the query (settings, the present day) stays as it was then. Rows that are joined
    by ``select_related`` are not built.
    """

    def __init__(self, build: Callable[[], QuerySet]) -> None:
        self._build = build
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, *, limit: int | None = None, offset: int = 0, **values) -> list[tuple]:
        """The rows of a ``values_list`` query, each as a tuple."""
        return [tuple(row) for row in self._run(self._plan(), limit, offset, values)]

    def instances(self, *, limit: int | None = None, offset: int = 0, **values) -> list:
        """The objects of a query of models, with their annotations."""
        plan, found = self._plan(), []
        end = plan.start + len(plan.names)
        for row in self._run(plan, limit, offset, values):
            one = plan.model.from_db(connection.alias, plan.names, row[plan.start : end])
            for name, place in plan.annotations.items():
                setattr(one, name, row[place])
            found.append(one)
        return found

    def sql(self, **values) -> tuple[str, list]:
        """The statement and its parameters, for a statement around it."""
        plan = self._plan()
        return plan.sql, _filled(plan.params, values)

    def _plan(self) -> _Compiled:
        if connection.vendor not in self._compiled:
            self._compiled[connection.vendor] = _compile(self._build())
        return self._compiled[connection.vendor]

    def _run(self, plan: _Compiled, limit: int | None, offset: int, values: dict) -> Iterator[list]:
        sql, params = plan.sql, _filled(plan.params, values)
        if limit is not None:
            sql, params = f"{sql} LIMIT %s OFFSET %s", [*params, limit, offset]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found = cursor.fetchall()
        return _converted(found, plan.columns)


class PreparedUpdate:
    """``build()`` updated with ``columns()``: constants or parameters by the name of the column."""

    def __init__(self, build: Callable[[], QuerySet], columns: Callable[[], dict[str, Any]]) -> None:
        self._build, self._columns = build, columns
        self._compiled: dict[str, tuple[str, tuple]] = {}

    def run(self, **values) -> int:
        """How many rows were changed."""
        if connection.vendor not in self._compiled:
            query = self._build().query.chain(UpdateQuery)
            query.add_update_values(self._columns())
            sql, params = query.get_compiler(connection=connection).as_sql()
            self._compiled[connection.vendor] = sql, tuple(params)
        sql, params = self._compiled[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(sql, _filled(params, values))
            return cursor.rowcount


def _compile(query_set: QuerySet) -> _Compiled:
    compiler = query_set.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    columns = tuple(expression for expression, _sql, _alias in compiler.select)
    start, names, annotations = 0, (), {}
    if issubclass(query_set._iterable_class, ModelIterable):
        places = compiler.klass_info["select_fields"]
        start = places[0]
        names = tuple(column.target.attname for column in columns[start : places[-1] + 1])
        annotations = dict(compiler.annotation_col_map or {})
    return _Compiled(sql, tuple(params), columns, query_set.model, names, start, annotations)


def _filled(params: tuple, values: dict) -> list:
    return [one.filled(values) if isinstance(one, _Place) else one for one in params]


def _converted(rows: list, columns: tuple) -> Iterator[list]:
    """What the database gave, as the fields of the columns want it."""
    converters = []
    for place, column in enumerate(columns):
        for convert in (*connection.ops.get_db_converters(column), *column.get_db_converters(connection)):
            converters.append((place, convert, column))
    for row in map(list, rows):
        for place, convert, column in converters:
            row[place] = convert(row[place], column, connection)
        yield row
