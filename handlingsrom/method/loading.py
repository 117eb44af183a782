"""Reading method files and finding what is wrong with them.

`check` answers with problems that name the file, the place in it and what to do. Three sieves, each only for files that
passed the one before: is it YAML, has it the form of schema.json, and do its references and its languages fit together
(crosschecks.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from . import crosschecks
from .building import base_of, resolve

CONTENT_DIR = Path(__file__).resolve().parent / "content"
LANGUAGES = ("nb", "nn", "en")

_TYPE_NAMES = {
    "object": "a group of settings",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a method file."""

    file: Path
    path: str
    message: str
    remedy: str

    def __str__(self) -> str:
        file = self.file.relative_to(Path.cwd()) if self.file.is_relative_to(Path.cwd()) else self.file
        return f"{file}: {self.path}{': ' if self.path else ''}{self.message} {self.remedy}"


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML that does not let a setting written twice pass in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                problem = f"«{key_node.value}» is written twice"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key_node.start_mark)
            seen.add(key_node.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read(path: Path) -> Any:
    """The plain data of a method file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)


def check(paths: Iterable[Path | str] | None = None) -> list[Problem]:
    """Everything that is wrong with these files, or the files in these folders; without paths, with our own content."""
    problems: list[Problem] = []
    wanted, folders = _files([Path(path) for path in paths] if paths else [CONTENT_DIR], problems)
    sound: dict[Path, Any] = {}
    for file in wanted:
        found, data = _check_form(file)
        problems += found
        if data is not None:
            sound[file] = data
    for file, data in sound.items():
        problems += _check_references(file, data, sound)
    for folder in folders:
        problems += _check_folder(folder, sound)
    return problems


def _files(paths: list[Path], problems: list[Problem]) -> tuple[list[Path], list[Path]]:
    """The method files meant, and the folders that are meant as a whole. Paths without any become problems."""
    files: dict[Path, None] = {}
    folders: dict[Path, None] = {}
    for path in paths:
        if path.is_file():
            files[path] = None
            continue
        found = sorted(path.rglob("method.*.yaml")) if path.is_dir() else []
        if not found:
            remedy = "Give a folder with method.nb.yaml, method.nn.yaml and method.en.yaml, or one such file."
            problems.append(Problem(path, "", "There is no method file here.", remedy))
        files.update(dict.fromkeys(found))
        folders.update(dict.fromkeys(file.parent for file in found))
    return list(files), list(folders)


def _check_form(file: Path) -> tuple[list[Problem], Any]:
    """Problems of YAML and form; and the data if there are none."""
    try:
        data = read(file)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        remedy = "Look at that line: is the indentation right, and are texts with a colon in quotes?"
        return [Problem(file, place, f"The file cannot be read as YAML: {error.problem}.", remedy)], None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        remedy = "Save the file as text in UTF-8 where the product may read it."
        return [Problem(file, "", f"The file cannot be read: {error}.", remedy)], None
    problems = [_problem(file, error) for error in _validator().iter_errors(data)]
    if not problems:
        problems = [Problem(file, *finding) for finding in _name_findings(file, data)]
    return problems, None if problems else data


def _name_findings(file: Path, data: Mapping[str, Any]) -> Iterator[crosschecks.Finding]:
    """The file's name and folders say the same as its meta section."""
    meta = data["meta"]
    expected = f"method.{meta['language']}.yaml"
    if file.name != expected:
        yield "meta.language", f"is «{meta['language']}», but the file is called {file.name}.", f"Call it {expected}."
    try:
        method_id, version, _ = file.resolve().relative_to(CONTENT_DIR).parts
    except ValueError:
        return
    for key, folder in (("id", method_id), ("version", version)):
        if meta[key] != folder:
            yield f"meta.{key}", f"is «{meta[key]}», but the folder is called {folder}.", "Make the two the same."


def _check_references(file: Path, data: Mapping[str, Any], sound: Mapping[Path, Any]) -> list[Problem]:
    base: Any = None
    if wanted := base_of(data):
        base_file = _base_file(file, wanted, data["meta"]["language"])
        if base_file is None:
            remedy = "Write the id and version of a method that has a folder here."
            return [Problem(file, "meta.base", f"names {'/'.join(wanted)}, which does not exist.", remedy)]
        found, base = ([], sound[base_file]) if base_file in sound else _check_form(base_file)
        if found:
            remedy = f"Repair the base first: {found[0]}"
            return [Problem(file, "meta.base", f"names {'/'.join(wanted)}, which is broken.", remedy)]
    findings = list(crosschecks.uses(data, base))
    if not findings:
        findings = list(crosschecks.references(data, resolve(data, base), base))
    return [Problem(file, *finding) for finding in findings]


def _base_file(file: Path, base: tuple[str, str], language: str) -> Path | None:
    for content in (file.resolve().parent.parent.parent, CONTENT_DIR):
        candidate = content / base[0] / base[1] / f"method.{language}.yaml"
        if candidate.is_file():
            return candidate
    return None


def _check_folder(folder: Path, sound: Mapping[Path, Any]) -> list[Problem]:
    """All three languages are there and have the same shape as bokmål."""
    problems = []
    for language in LANGUAGES:
        file = folder / f"method.{language}.yaml"
        if not file.exists():
            remedy = "Write it: copy method.nb.yaml, keep all ids, translate the texts."
            problems.append(Problem(file, "", "The file is missing.", remedy))
    bokmal = sound.get(folder / "method.nb.yaml")
    for language in LANGUAGES[1:]:
        file = folder / f"method.{language}.yaml"
        if bokmal is not None and file in sound:
            problems += [Problem(file, *finding) for finding in crosschecks.languages(bokmal, sound[file])]
    return problems


@lru_cache(maxsize=1)
def _validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((Path(__file__).resolve().parent / "schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def _problem(file: Path, error: jsonschema.ValidationError) -> Problem:
    """The validator's finding in plain words."""
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    value: Any = error.instance
    keyword = str(error.validator)
    if keyword == "required":
        missing = [name for name in schema["required"] if name not in value]
        message = f"{crosschecks.listed(missing)} missing."
        remedy = "Add it here. docs/reference/method-files.md tells what it holds."
    elif keyword == "additionalProperties":
        unknown = [name for name in value if name not in schema.get("properties", {})]
        message = f"{crosschecks.listed(unknown)} not known here."
        remedy = f"Remove it, or write one of: {', '.join(schema.get('properties', {}))}."
    elif keyword == "type":
        message = (
            f"should be {_TYPE_NAMES.get(str(error.validator_value), error.validator_value)}, and is {_shown(value)}."
        )
        remedy = schema.get("remedy", "Look at how the standard method writes it.")
    else:
        message = f"cannot be {_shown(value)}."
        remedy = schema.get("remedy", f"It breaks the rule «{keyword}: {error.validator_value}».")
    return Problem(file, crosschecks.place(error.absolute_path), message, remedy)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "a group of settings"
    if value is None:
        return "empty"
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"«{text[:60]}»"
