"""Compile the desk's translations: resources/translations/*.ts to *.qm. `--update` first collects the strings anew.

The source strings are Chinese; en.ts holds the English. Qt's lupdate and lrelease come with PySide6.
"""

import argparse
import ast
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
SOURCES = ROOT / "station_app" / "ui"


def tool(name: str) -> str:
    """The program of Qt with this name. Raises FileNotFoundError where this PySide6 has none."""
    folder = Path(PySide6.__file__).parent
    for candidate in (folder / name, folder / f"{name}.exe"):
        if candidate.is_file():
            return str(candidate)
    raise FileNotFoundError(f"{name} is not part of this PySide6; install PySide6-Essentials")


def update(language: str, folder: Path = FOLDER) -> Path:
    """Collect the strings of the screens into the language's .ts file; strings no longer used are dropped."""
    file = folder / f"{language}.ts"
    before = translations(file) if file.exists() else {}
    sources = [str(path.relative_to(ROOT)) for path in sorted(SOURCES.rglob("*.py"))]
    command = [tool("lupdate"), *sources, "-ts", str(file), "-no-obsolete", "-locations", "none"]
    command += ["-source-language", "zh_CN", "-target-language", language]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    give_contexts(file)
    keep(file, before)
    return file


def translations(file: Path) -> dict[tuple[str, str], str]:
    """(context, source) and its finished translation."""
    return {
        (_name(context), str(message.findtext("source"))): message.findtext("translation") or ""
        for context in ElementTree.parse(file).getroot().iter("context")
        for message in context.iter("message")
        if message.findtext("translation")
    }


def keep(file: Path, known: dict[tuple[str, str], str]) -> None:
    """Put finished translations back where lupdate has lost them with their context."""
    tree = ElementTree.parse(file)
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            said = known.get((_name(context), str(message.findtext("source"))))
            target = message.find("translation")
            if said and target is not None and (not target.text or target.get("type")):
                target.text = said
                target.attrib.pop("type", None)
    _write(tree, file)


def _write(tree: "ElementTree.ElementTree[ElementTree.Element]", file: Path) -> None:
    ElementTree.indent(tree, " " * 4)
    text = ElementTree.tostring(tree.getroot(), "unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', "utf-8")


def give_contexts(file: Path) -> None:
    """Put the strings of module functions `tr(text)` into the context that function names.

    lupdate sees `tr("...")` outside a class as having no context, and Qt would then never find its translation.
    """
    tree = ElementTree.parse(file)
    root = tree.getroot()
    known = {_name(context): context for context in root.iter("context")}
    nameless = known.pop("", None)
    if nameless is None:
        return
    translated = {str(message.findtext("source")): message for message in nameless.iter("message")}
    for context, text in sorted(set(_function_strings())):
        target = known.get(context)
        if target is None:
            target = known[context] = ElementTree.SubElement(root, "context")
            ElementTree.SubElement(target, "name").text = context
        if text in translated and text not in {message.findtext("source") for message in target.iter("message")}:
            target.append(translated[text])
    root.remove(nameless)
    _write(tree, file)


def _name(context: ElementTree.Element) -> str:
    return context.findtext("name") or ""


def _function_strings() -> Iterator[tuple[str, str]]:
    """(context, text) of each call of a module function `tr` in the screens."""
    for path in sorted(SOURCES.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        context = next(filter(None, (_context(node) for node in tree.body if isinstance(node, ast.FunctionDef))), "")
        for node in ast.walk(tree) if context else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield context, text.value


def _context(function: ast.FunctionDef) -> str:
    """The context a module's `tr` function translates in; empty for another function."""
    for node in ast.walk(function) if function.name == "tr" else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "translate":
            context = node.args[0]
            return str(context.value) if isinstance(context, ast.Constant) else ""
    return ""


def compile_all(folder: Path = FOLDER) -> list[Path]:
    """Compile every .ts file; those whose .qm is newer are left."""
    made = []
    for source in sorted(folder.glob("*.ts")):
        target = source.with_suffix(".qm")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            command = [tool("lrelease"), "-silent", str(source), "-qm", str(target)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            made.append(target)
    return made


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--update", action="store_true", help="collect the strings of the screens first")
    if parser.parse_args().update:
        update("en")
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
