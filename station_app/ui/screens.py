"""Which screen has which id. Each is imported at its first visit, so that the first paint waits for none of the others."""

from importlib import import_module
from typing import Final

from station_app.ui.screen import Screen
from station_app.ui.surroundings import Surroundings

SCREENS: Final = {
    "today": ("station_app.ui.today.view", "TodayScreen"),
    "new_case": ("station_app.ui.new_case.view", "NewCaseScreen"),
    "cases": ("station_app.ui.cases.view", "CasesScreen"),
    "case": ("station_app.ui.case.view", "CaseScreen"),
    "delivery": ("station_app.ui.delivery.view", "DeliveryScreen"),
    "enquiry": ("station_app.ui.enquiry.view", "EnquiryScreen"),
    "guide": ("station_app.ui.guide.view", "GuideScreen"),
    "ledger": ("station_app.ui.ledger.view", "LedgerScreen"),
    "settings": ("station_app.ui.settings.view", "SettingsScreen"),
    "sync": ("station_app.ui.sync.view", "SyncScreen"),
}


def make_screen(screen_id: str, surroundings: Surroundings) -> Screen:
    """Raises KeyError for an id that no screen has."""
    module, name = SCREENS[screen_id]
    screen: Screen = getattr(import_module(module), name)(surroundings)
    return screen
