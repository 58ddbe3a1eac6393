"""`district-server import-bundle`: take in what a stick brings from the stations, and put the answers on it."""

import argparse
import sys
from pathlib import Path
from typing import Any

from forms.failures import InputFailure
from sync.district.bundles import Imported, import_bundle
from sync.district.commands.directory import add_directory, opened
from sync.district.district import District
from sync.protocol.bundle_failures import BundleUnusable
from sync.protocol.bundle_names import bundles_in
from sync.protocol.bundle_read import label_of


def add_to(commands: Any) -> None:
    parser = commands.add_parser("import-bundle", help="take in a stick, answer it 从 U 盘拷入", description=__doc__)
    add_directory(parser)
    parser.add_argument("stick", type=Path, metavar="DIR", help="the stick's folder, or one file 的文件夹或文件")
    parser.add_argument("--answers", type=Path, metavar="DIR", help="where the answers go (default: beside the files)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    stick: Path = options.stick
    if not stick.exists():
        raise InputFailure(f"没有“{stick}”。请插好 U 盘，看看路径。", f"There is no {stick}; insert the stick.")
    files = [stick] if stick.is_file() else bundles_in(stick)
    done = 0
    unusable: list[BundleUnusable] = []
    with opened(options) as district:
        for path in files:
            try:
                done += _take_in(district, path, options.answers or path.parent)
            except BundleUnusable as failure:
                unusable.append(failure)
    for told in unusable:
        print(f"{told.zh} {told.en}", file=sys.stderr)
    if not done and not unusable:
        raise InputFailure(
            f"“{stick}”里没有站里报送来的文件。请看看是不是插对了 U 盘。",
            f"There is no file from a station in {stick}. Is it the right stick?",
        )
    return 1 if unusable else 0


def _take_in(district: District, path: Path, answers: Path) -> int:
    """1 for a file that was taken in, 0 for one that is on its way to a station."""
    if label_of(path).direction != "to_district":
        return 0
    said = import_bundle(district, path, answers)
    print(f"{path.name}\n  {counts_words(said)}\n  核对码 {said.code}；回执 {said.answer}（{said.answer_code}）")
    return 1


def counts_words(said: Imported) -> str:
    """What was taken in, as the console and the command say it."""
    manifest, taken = said.manifest, said.taken
    words = (
        f"站 {manifest.station} 电脑 {manifest.device}：{taken.cases} 件、{taken.events} 条记录、{taken.pages} 张照片"
    )
    words += "，两边数目一致" if said.agreed else "，和清单上的数目不一致"
    if said.action != "continue":
        return f"{words}。要站里把记录再送一次，这次还没有计入，也没有丢；回执拷回站里拷入后，请站里再拷出一次"
    words += f"；计入 {said.applied} 条"
    words += f"，没有计入 {said.refused} 条" if said.refused else ""
    words += f"，存着等升级 {said.parked} 条" if said.parked else ""
    words += f"，{said.pages_refused} 张照片没有收下" if said.pages_refused else ""
    return f"{words}；带回 {said.results} 件结果"
