"""Whether the folder that a command was given for a stick is there."""

from pathlib import Path

from forms.failures import EnvironmentFailure


def check_folder(folder: Path) -> None:
    """Raises EnvironmentFailure: a folder made in the place of a stick that is not in would be filled for nothing."""
    if not folder.is_dir():
        raise EnvironmentFailure(
            f"没有 {folder} 这个文件夹，什么也没有拷。请插好 U 盘，看看路径。",
            f"There is no folder {folder}; nothing was copied. Insert the stick and check the path.",
        )
