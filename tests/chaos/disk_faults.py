"""What befalls the disks: full at either end, and a database with bytes that are others."""

from collections.abc import Callable

from station_app.storage.places import Places
from tests.chaos.faults import backed_up
from tests.chaos.pc import Pc
from tests.chaos.world import World, pause

_PAGE = 4096


def desk_disk_full(world: World, pc: Pc) -> None:
    """Full for some seconds while the agent works and the desk syncs; maybe the power goes before there is room again."""
    if (disk := world.disks.get(pc.name)) is None:
        return
    disk.fill(world.random.choice((0, 0, 20_000, 200_000)))
    world.tally.count("disk of a PC full")
    pause(world.random.uniform(0.5, 4.0))
    is_killed = world.random.random() < 0.3
    if is_killed:
        world.close(pc)
        world.tally.count("desk killed")
    disk.empty()
    if is_killed:
        world.open(pc)


def district_disk_full(world: World, pc: Pc) -> None:
    """Full while every PC sends and the office works; maybe the server is killed, maybe a stick comes then."""
    if (disk := world.disks.get(world.district_disk)) is None:
        return
    disk.fill(world.random.choice((0, 0, 20_000, 200_000)))
    world.tally.count("disk of the district full")
    pause(world.random.uniform(0.5, 4.0))
    is_killed = world.random.random() < 0.3
    if is_killed:
        world.district_down()
        world.tally.count("district killed")
    disk.empty()
    if is_killed:
        world.district.start()


def database_damaged(world: World, pc: Pc) -> None:
    """Some of its pages are others. The program says so, and the agent brings the last backup back, or has none."""
    if not pc.backups:
        backed_up(world, pc)
        return
    world.close(pc)
    path = Places(pc.directory).database
    content = bytearray(path.read_bytes())
    for _ in range(world.random.choice((1, 3, 20))):
        at = world.random.randrange(0, len(content), _PAGE)
        content[at : at + 64] = world.random.randbytes(64)
    path.write_bytes(content)
    world.tally.count("database of a PC damaged")
    if pc.command("check") != 0:
        world.restore(pc, pc.backups[-1])
    world.open(pc)


OF_THE_DISK: tuple[tuple[int, Callable[[World, Pc], None]], ...] = (
    (4, desk_disk_full),
    (3, district_disk_full),
    (2, database_damaged),
)
