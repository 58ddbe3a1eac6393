"""What was written in the panels of cases and is recorded nowhere yet: it is there again when the panel is opened again."""

from dataclasses import dataclass, field


@dataclass
class UnfinishedActs:
    """By case and by the name of the panel. An argument for `CaseScreen.enter`: `case_id` is on the screen, with the panel
    `is_open`, empty for none.
    """

    case_id: str = ""
    is_open: str = ""
    acts: dict[tuple[str, str], object] = field(default_factory=dict)
    _at_first: object = None

    def begin(self, at_first: object) -> None:
        """A panel is opened: what it says by itself is nothing that anybody wrote."""
        self._at_first = at_first

    def keep(self, case_id: str, name: str, written: object) -> None:
        if name and written != self._at_first:
            self.acts[case_id, name] = written
        else:
            self.forget(case_id, name)

    def forget(self, case_id: str, name: str) -> None:
        self.acts.pop((case_id, name), None)

    def has(self, case_id: str, name: str) -> bool:
        return (case_id, name) in self.acts

    def written(self, case_id: str, name: str, otherwise: object) -> object:
        return self.acts.get((case_id, name), otherwise)
