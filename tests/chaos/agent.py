"""What an agent does at a desk all day, drawn by chance; each thing noted in the journal once the desk has said it is done."""

import secrets
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import msgspec
from PIL import Image

from forms.case import CaseContent, MaterialLine, Page
from forms.events import EnquiryRecorded
from station_app.desk.add_page import add_page
from station_app.desk.context import Desk
from station_app.desk.forward import forward
from station_app.desk.receive_case import receive_case
from station_app.desk.record_enquiry import record_enquiry
from station_app.desk.record_print import record_print
from station_app.desk.reveal_identity import reveal_identity
from station_app.desk.supply_materials import supply_materials
from station_app.desk.withdraw import withdraw
from tests.chaos.journal import Journal
from tests.storage.station import complete_content, drafted

NAMES = ("李䶮", "欧阳𬸚", "𠮷野", "买买提·吐尔逊", "龙秀珍", "吴国庆")


class Agent:
    """Works on one open desk. `does_something` raises the Failures that an agent would be told."""

    def __init__(self, desk: Desk, journal: Journal, chance: Random) -> None:
        self._desk, self._journal, self._chance = desk, journal, chance
        self._seen = self._last_position()

    def does_something(self) -> None:
        cases = [row.case_id for row in self._desk.store.cases.find("", "all", 40)]
        draw = self._chance.random()
        if not cases or draw < 0.45:
            self._receive()
        elif draw < 0.6:
            record_enquiry(self._desk, EnquiryRecorded(f"问题{secrets.token_hex(8)}", "已答复"))
        else:
            self._about(self._chance.choice(cases), draw)
        self._note()

    def _receive(self) -> None:
        desk, chance = self._desk, self._chance
        content: CaseContent = complete_content(desk, chance.choice(NAMES), chance.randint(1, 999))
        first, *rest = content.materials
        pages = tuple(self._page() for _ in range(chance.choice((0, 0, 1, 2))))
        content = msgspec.structs.replace(content, materials=(msgspec.structs.replace(first, pages=pages), *rest))
        receive_case(desk, drafted(desk, content))

    def _about(self, case_id: str, draw: float) -> None:
        desk = self._desk
        if draw < 0.75:
            record_print(desk, case_id, "material_receipt", secrets.token_hex(32))
        elif draw < 0.85:
            reveal_identity(desk, case_id, "id_number")
        elif draw < 0.95:
            line = MaterialLine("HUKOU", "户口簿", "provided", 1, False, 1, pages=(self._page(),))
            supply_materials(desk, case_id, (line,), remark=secrets.token_hex(8))
        elif draw < 0.98:
            forward(desk, [case_id], "officer", f"杨副镇长{secrets.token_hex(4)}")
        else:
            withdraw(desk, case_id, secrets.token_hex(8))

    def _page(self) -> Page:
        """A picture of noise: it packs badly, so that it takes several pieces."""
        width = self._chance.choice((90, 200, 330))
        with TemporaryDirectory() as folder:
            path = Path(folder) / "照片.png"
            Image.frombytes("L", (width, width), self._chance.randbytes(width * width)).save(path)
            return add_page(self._desk, path)

    def _note(self) -> None:
        wanted = "SELECT position, op_id, kind, case_id, body FROM event WHERE position > ? AND origin = 'own'"
        for position, op_id, kind, case_id, body in self._desk.store.database.rows(wanted, (self._seen,)):
            self._journal.note(op_id, kind, case_id, body)
            self._seen = max(self._seen, position)

    def _last_position(self) -> int:
        return int(self._desk.store.database.value("SELECT coalesce(max(position), 0) FROM event"))
