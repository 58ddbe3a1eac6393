"""What befalls the disks: full at either end, and a database with bytes that are others."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from station_app.storage.failures import DatabaseDamaged
from station_app.storage.places import Places
from tests.chaos.faults import backed_up
from tests.chaos.pc import Pc
from tests.chaos.world import World, pause

_PAGE = 4096


def desk_disk_full(world: World, pc: Pc) -> None:
    """While the agent works and the desk syncs; maybe the power goes before there is room again."""
    _full_for_a_while(
        world, pc.name, "disk of a PC full", "desk killed", lambda: world.close(pc), lambda: world.open(pc)
    )


def district_disk_full(world: World, _: Pc) -> None:
    """While every PC sends and the office works; maybe the server is killed."""
    _full_for_a_while(
        world,
        world.district_disk,
        "disk of the district full",
        "district killed",
        world.district_down,
        world.district.start,
    )


def _full_for_a_while(
    world: World, disk_name: str, full: str, killed: str, kill: Callable[[], None], start: Callable[[], None]
) -> None:
    """`full` and `killed`: what is counted. Nothing happens where no disk can be made."""
    if (disk := world.disks.get(disk_name)) is None:
        return
    disk.fill(world.random.choice((0, 0, 20_000, 200_000)))
    world.tally.count(full)
    pause(world.random.uniform(0.5, 4.0))
    is_killed = world.random.random() < 0.3
    if is_killed:
        kill()
        world.tally.count(killed)
    disk.empty()
    if is_killed:
        start()


def database_damaged(world: World, pc: Pc, pages: int = 0) -> None:
    """Some of its pages are others, or about so many. The program says so; the last backup comes back, or a new PC takes
    its place."""
    if not pc.backups and (world.is_slow or world.random.random() < 0.5):
        backed_up(world, pc)
        return
    world.close(pc)
    damage(Places(pc.directory).database, world.random, pages or world.random.choice((1, 3, 20)))
    world.tally.count("database of a PC damaged")
    put_right(world, pc)


def put_right(world: World, pc: Pc) -> None:
    """The desk is closed, and opens again. Damage that no page in use has is none: the check says yes."""
    is_whole, wrong = checked(pc)
    world.tally.broken += wrong
    if is_whole:
        world.open(pc)
    elif pc.backups:
        world.restore(pc, pc.backups[-1])
        world.tally.count("backup restored over a damaged database")
    else:
        world.replace(pc)
        world.tally.count("PC with a damaged database replaced")


def checked(pc: Pc) -> tuple[bool, list[str]]:
    """Whether `station-app check` finds the data whole, and what is wrong with how it says that they are not."""
    mark = pc.printed_bytes()
    if pc.command("check") == 0:
        return True, []
    said = DatabaseDamaged().zh in pc.printed_since(mark)
    return False, [] if said else [f"{pc.name} does not say that its database is damaged: {pc.last_words()}"]


def damage(path: Path, chance: Random, pages: int) -> None:
    """64 bytes of so many pages of this file, drawn with repetition, are others."""
    content = bytearray(path.read_bytes())
    for _ in range(pages):
        at = chance.randrange(0, len(content), _PAGE)
        content[at : at + 64] = chance.randbytes(64)
    path.write_bytes(content)


OF_THE_DISK: tuple[tuple[int, Callable[[World, Pc], None]], ...] = (
    (4, desk_disk_full),
    (3, district_disk_full),
    (2, database_damaged),
)
