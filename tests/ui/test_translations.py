"""Every string of the screens has its English, compiled and in step with the source."""

import re
import shutil
import sys
import xml.etree.ElementTree as ElementTree
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from resources.paths import ROOT
from station_app.app import install_language

_PLACE = re.compile(r"\{\w*\}|%n")


@pytest.fixture(scope="module")
def compiler() -> ModuleType:
    spec = spec_from_file_location("compile_translations", ROOT.parent / "packaging" / "compile_translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def collected(compiler: ModuleType, tmp_path: Path) -> Path:
    """The English file brought up to date with the screens as they are now."""
    shutil.copy(ROOT / "translations" / "en.ts", tmp_path / "en.ts")
    found: Path = compiler.update("en", tmp_path)
    return found


def messages(file: Path) -> list[tuple[str, str, ElementTree.Element]]:
    return [
        (str(context.findtext("name")), str(message.findtext("source")), target)
        for context in ElementTree.parse(file).getroot().iter("context")
        for message in context.iter("message")
        if (target := message.find("translation")) is not None
    ]


def test_every_string_has_a_finished_english_translation(collected: Path) -> None:
    found = messages(collected)
    assert len(found) > 200
    lacking = [(context, source) for context, source, target in found if not target.text or target.get("type")]
    assert lacking == []


def test_every_string_belongs_to_a_context(collected: Path) -> None:
    assert all(context for context, _, _ in messages(collected))


def test_translations_keep_the_places_to_fill_in(collected: Path) -> None:
    for context, source, target in messages(collected):
        assert sorted(_PLACE.findall(source)) == sorted(_PLACE.findall(target.text or "")), (context, source)


def test_english_is_english_and_chinese_is_calm(collected: Path) -> None:
    for _, source, target in messages(collected):
        assert not re.search(r"[\u4e00-\u9fff]", target.text or ""), source
        assert not re.search(r"[!！]|系统错误|操作失败", source), source


@pytest.mark.usefixtures("qapp")
def test_the_compiled_file_speaks_english(compiler: ModuleType, collected: Path) -> None:
    made = compiler.compile_all(collected.parent)
    assert made == [collected.with_suffix(".qm")]
    assert compiler.compile_all(collected.parent) == [], "nothing is compiled twice"
    translator = QTranslator()
    assert translator.load(str(made[0]))
    app = QCoreApplication.instance()
    assert app is not None
    app.installTranslator(translator)
    try:
        assert QCoreApplication.translate("Shell", "今日") == "Today"
        assert QCoreApplication.translate("PersonEntries", "姓名") == "Name"
    finally:
        app.removeTranslator(translator)


@pytest.mark.usefixtures("qapp")
def test_qts_own_dialogs_speak_chinese_on_a_chinese_desk() -> None:
    app = QCoreApplication.instance()
    assert app is not None
    (translator,) = install_language(app, "zh")
    try:
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
        assert "文件" in QCoreApplication.translate("QFileDialog", "File &name:")
    finally:
        app.removeTranslator(translator)
