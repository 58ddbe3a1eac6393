"""The faults that `make chaos` draws from, each a thing that happens to people, and how often."""

import shutil
from collections.abc import Callable
from pathlib import Path

from sync.protocol.bundle_names import bundles_in
from tests.chaos.judge import held_by
from tests.chaos.pc import Backup, Pc, soon
from tests.chaos.silence import GIVES_UP_WITHIN_S
from tests.chaos.world import MOST_PCS, World, pause


def desk_killed(world: World, pc: Pc) -> None:
    world.close(pc)
    world.tally.count("desk killed")
    world.open(pc)


def district_killed(world: World, _: Pc) -> None:
    world.district_down()
    world.tally.count("district killed")
    pause(world.random.uniform(0.0, 1.0))
    world.district.start()


def both_killed(world: World, pc: Pc) -> None:
    world.district_down()
    world.close(pc)
    world.tally.count("district killed")
    world.tally.count("desk killed")
    world.district.start()
    world.open(pc)


def line_cut(world: World, pc: Pc) -> None:
    world.proxy(pc).cut_now()


def line_cut_often(world: World, pc: Pc) -> None:
    """Cut after every few kilobytes from now on, until this is drawn again."""
    world.proxy(pc).cut_every(world.random.choice((None, 700, 3_000, 15_000, 60_000)))


def line_silent(world: World, pc: Pc) -> None:
    if world.is_silent(pc):
        return
    proxy = world.proxy(pc)
    proxy.pause()
    world.tally.count("line silent")
    pause(world.random.uniform(0.2, 2.0))
    if world.random.random() < 0.5:
        proxy.cut_now()
    proxy.resume()


def line_silent_for_long(world: World, pc: Pc) -> None:
    """Longer than a desk waits for a byte, twice: the beginning of a page that has come is taken without a word."""
    if world.is_silent(pc):
        return
    world.silence(pc, world.random.uniform(2, 2.2) * GIVES_UP_WITHIN_S)
    world.tally.count("line silent for long")


def backed_up(world: World, pc: Pc) -> None:
    """No fault; killed half-way it is one."""
    world.close(pc)
    file, events = pc.home / f"backup-{len(pc.backups)}", frozenset(held_by(pc))
    if world.random.random() < 0.3 and pc.command("backup", str(file), killed_after=soon(world.random)) != 0:
        world.tally.count("backup killed")
    if file.exists() or pc.command("backup", str(file)) == 0:
        pc.backups.append(Backup(file, events))
    world.open(pc)


def old_backup_restored(world: World, pc: Pc) -> None:
    if not pc.backups:
        backed_up(world, pc)
        return
    world.close(pc)
    file = world.random.choice(pc.backups).file
    if world.random.random() < 0.5 and pc.command("restore", str(file), "--yes", killed_after=soon(world.random)) != 0:
        world.tally.count("restore killed")
    if pc.command("restore", str(file), "--yes") != 0:
        world.tally.broken.append(f"{pc.name} could not be restored: {pc.last_words()}")
    world.tally.count("old backup of a PC restored")
    world.open(pc)


def cloned(world: World, pc: Pc) -> None:
    if len(world.pcs) < MOST_PCS:
        world.clone(pc)
        world.tally.count("two clones of one PC")


def replaced(world: World, pc: Pc) -> None:
    if sum(each.station == pc.station for each in world.pcs) > 1 or world.random.random() < 0.3:
        world.replace(pc)
        world.tally.count("dead PC replaced")


def district_backed_up(world: World, _: Pc) -> None:
    world.district.back_up()


def district_put_back(world: World, pc: Pc) -> None:
    if not world.district.backups:
        district_backed_up(world, pc)
        return
    killed_after = soon(world.random) if world.random.random() < 0.4 else None
    world.put_back(world.random.choice(world.district.backups), killed_after)
    world.tally.count("district put back from a backup")


def stick(world: World, pc: Pc) -> None:
    """Out, to the district and back in: killed anywhere, cut short, twice, late, or lost on the way."""
    folder = pc.home / "stick"
    folder.mkdir(exist_ok=True)
    chance = world.random
    world.close(pc)
    world.tally.count("a stick beside the network")
    if pc.command("export-bundle", str(folder), "--carried-by", "杨副镇长", killed_after=_maybe(world)) == -9:
        world.tally.count("export killed")
    world.open(pc)
    for _ in range(chance.choice((1, 1, 2))):
        if _at_the_district(world, folder) == -9:
            world.tally.count("import at the district killed")
    if chance.random() < 0.3:
        _spoil(world, folder)
    world.close(pc)
    if pc.command("import-bundle", str(folder), killed_after=_maybe(world)) == -9:
        world.tally.count("import at the station killed")
    if chance.random() < 0.3:
        shutil.rmtree(folder)
        world.tally.count("stick lost")
    world.open(pc)


def _at_the_district(world: World, folder: Path) -> int:
    if not any("报送" in path.name for path in bundles_in(folder)):
        return 0
    return world.district.run("import-bundle", str(folder), killed_after=_maybe(world))


def _spoil(world: World, folder: Path) -> None:
    """Pulled out while it was written to: a file ends somewhere in its middle, or a byte is another."""
    for path in bundles_in(folder):
        content = bytearray(path.read_bytes())
        if not content:
            continue
        at = world.random.randrange(len(content))
        if world.random.random() < 0.5:
            del content[at:]
        else:
            content[at] ^= 0x55
        path.write_bytes(content)
        world.tally.count("file on the stick damaged")


def _maybe(world: World) -> float | None:
    return soon(world.random) if world.random.random() < 0.4 else None


ON_THE_QUICK_LINE: tuple[tuple[int, Callable[[World, Pc], None]], ...] = (
    (20, line_cut),
    (14, line_cut_often),
    (6, line_silent),
    (3, line_silent_for_long),
    (3, replaced),
    (3, district_put_back),
)
"""Not on the slow line, where no proxy stands, and where nobody else reaches the district to enrol."""
ANYWHERE: tuple[tuple[int, Callable[[World, Pc], None]], ...] = (
    (16, desk_killed),
    (10, district_killed),
    (4, both_killed),
    (5, stick),
    (3, backed_up),
    (3, old_backup_restored),
    (1, cloned),
    (2, district_backed_up),
)
