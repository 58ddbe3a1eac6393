"""What may happen next in a simulated world, and how often: to one PC, to the district, to a stick."""

from collections.abc import Callable

from tests.faults.pc import Pc
from tests.faults.world import World

Step = Callable[[World, Pc], None]


def copy_out(world: World, pc: Pc) -> None:
    world.sticks.copy_out(pc)


def take_in(world: World, _: Pc) -> None:
    world.sticks.take_in()


def copy_in(world: World, pc: Pc) -> None:
    world.sticks.copy_in(pc)


def lose_a_stick(world: World, _: Pc) -> None:
    world.sticks.lose()


def overtaken(world: World, pc: Pc) -> None:
    world.stick_rounds.overtaken(pc)


def overtaken_by_a_backup(world: World, pc: Pc) -> None:
    world.stick_rounds.overtaken_by_a_backup(pc)


def damage_a_file(world: World, _: Pc) -> None:
    world.bad_sticks.damage()


def for_another_district(world: World, pc: Pc) -> None:
    world.bad_sticks.for_another_district(pc)


def of_another_station(world: World, pc: Pc) -> None:
    world.bad_sticks.of_another_station(pc)


def foreign_request(world: World, pc: Pc) -> None:
    world.bad_sticks.with_a_foreign_request(pc)


def office(world: World, _: Pc) -> None:
    world.officer_acts()


def publish(world: World, _: Pc) -> None:
    world.publish()


def back_up_district(world: World, _: Pc) -> None:
    world.back_up_district()


def restore_district(world: World, _: Pc) -> None:
    world.restore_district()


def power_cut(world: World, _: Pc) -> None:
    world.power_cut_everywhere()


def let_in_again(world: World, _: Pc) -> None:
    world.let_in_again()


STEPS: tuple[tuple[int, Step], ...] = (
    (30, World.work),
    (10, office),
    (50, World.sync),
    (2, publish),
    (16, copy_out),
    (12, take_in),
    (12, copy_in),
    (2, lose_a_stick),
    (2, overtaken),
    (2, overtaken_by_a_backup),
    (6, damage_a_file),
    (1, for_another_district),
    (1, of_another_station),
    (1, foreign_request),
    (2, World.poison),
    (1, World.unknown_kind),
    (2, World.clock_jumps),
    (3, World.back_up),
    (2, World.restore),
    (1, World.clone),
    (1, World.replace_pc),
    (2, back_up_district),
    (2, restore_district),
    (2, World.district_forgets),
    (1, power_cut),
    (1, World.revoke),
    (2, let_in_again),
)


def step(world: World) -> None:
    """Something happens, and time goes on."""
    pc = world.random.choice(world.pcs)
    weights, steps = zip(*STEPS, strict=True)
    chosen: Step = world.random.choices(steps, weights)[0]
    world.trace.append(f"{chosen.__name__} {pc.name}")
    with world.watched(chosen.__name__):
        chosen(world, pc)
    world.clock.wait(world.random.uniform(1, 600))
