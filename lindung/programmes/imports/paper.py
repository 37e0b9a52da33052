"""A YAML file read against a schema: every fault at once, each with its line and the path of its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from lindung.kernel.problem import Kind, Problem, Refused
from lindung.programmes import problems

REQUIRED = object()
BIGGEST = 2 * 1024 * 1024
"""Bytes; a share for every village of a province needs a fifth of it."""

type Schema = Mapping[str, Field]


class Field(NamedTuple):
    """How one field is read: by a function that raises ValueError, or as a section of its own."""

    read: Callable[[str], object] | Schema
    wanted: str
    default: object = REQUIRED
    many: bool = False


class Paper:
    """The file being read, the line of every field in it, and what is wrong so far.

    Values are taken as they are written, not as YAML takes them: 53.20 is a region's code, not the number 53,2.
    """

    def __init__(self, path: Path) -> None:
        self.file = path.name
        self.lines: dict[str, int] = {}
        self.problems: list[Problem] = []

    def fault(self, kind: Kind, place: str, **words: object) -> None:
        where = {"file": self.file, "row": self.lines.get(place), "column": place or None}
        self.problems.append(kind.problem(**where, **words))

    def read(self, path: Path, schema: Schema) -> dict[str, Any]:
        """The file's values by the schema; where something is wrong the value is None and the fault is noted."""
        try:
            if path.stat().st_size > BIGGEST:
                raise Refused(self._not_yaml("terlalu besar"))
            root = yaml.compose(path.read_bytes(), Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as trouble:
            line = trouble.problem_mark.line + 1 if trouble.problem_mark else None
            raise Refused(self._not_yaml("tulisannya bukan YAML", line)) from trouble
        except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as trouble:
            raise Refused(self._not_yaml("isinya bukan teks YAML")) from trouble
        if not isinstance(root, yaml.MappingNode):
            raise Refused(self._not_yaml("isinya bukan daftar isian"))
        return self._section(root, schema, "")

    def _not_yaml(self, reason: str, line: int | None = None) -> Problem:
        return problems.NOT_YAML.problem(file=self.file, row=line, reason=reason)

    def _section(self, node: yaml.MappingNode, schema: Schema, place: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
            spot = f"{place}.{name}" if place else name
            self.lines.setdefault(spot, key.start_mark.line + 1)
            if name not in schema or name in found:
                self.fault(problems.FIELD_UNKNOWN, spot, field=name)
            elif not _empty(value):
                found[name] = self._field(value, schema[name], spot)
        self._complete(found, schema, place)
        return found

    def _complete(self, found: dict[str, Any], schema: Schema, place: str) -> None:
        for name, field in schema.items():
            if name not in found:
                found[name] = None if field.default is REQUIRED else field.default
                if field.default is REQUIRED:
                    self.fault(problems.FIELD_MISSING, place, field=name)

    def _field(self, node: yaml.Node, field: Field, place: str) -> Any:
        if not field.many:
            return self._one(node, field, place)
        if not isinstance(node, yaml.SequenceNode):
            self.fault(problems.FIELD_UNREADABLE, place, value=_shown(node), wanted=f"daftar {field.wanted}")
            return None
        return [self._one(item, field, f"{place}[{number}]") for number, item in enumerate(node.value, 1)]

    def _one(self, node: yaml.Node, field: Field, place: str) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if not callable(field.read):
            if isinstance(node, yaml.MappingNode):
                return self._section(node, field.read, place)
        elif isinstance(node, yaml.ScalarNode):
            try:
                return field.read(node.value.strip())
            except ValueError:
                pass
        self.fault(problems.FIELD_UNREADABLE, place, value=_shown(node), wanted=field.wanted)
        return None


def _empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def _shown(node: yaml.Node) -> str:
    return repr(node.value) if isinstance(node, yaml.ScalarNode) else "daftar atau bagian"
