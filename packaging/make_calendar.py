"""Writes forms/calendars/<year>.json from the days the chinesecalendar package (MIT) transcribed from the State Council's notices.

The package holds the days but not the notices' numbers; those stand below, and a year that is not listed is refused.
Run: python packaging/make_calendar.py 2024 2025 2026
"""

import argparse
import json
from pathlib import Path

from chinese_calendar.constants import Holiday, holidays, workdays

CALENDARS = Path(__file__).resolve().parent.parent / "forms" / "calendars"
NOTICES = {
    2024: ("国办发明电〔2023〕7号", "2023-10-25"),
    2025: ("国办发明电〔2024〕12号", "2024-11-12"),
    2026: ("国办发明电〔2025〕7号", "2025-11-04"),
}


def calendar_of(year: int) -> dict[str, object]:
    number, issued = NOTICES[year]
    by_name: dict[str, list[str]] = {}
    for day, english in sorted(holidays.items()):
        if day.year == year:
            by_name.setdefault(Holiday(english).chinese, []).append(day.isoformat())
    return {
        "year": year,
        "notice": number,
        "title": f"国务院办公厅关于{year}年部分节假日安排的通知",
        "issued": issued,
        "transcribed_from": "chinesecalendar 1.11.0 (MIT)",
        "holidays": by_name,
        "workdays": [day.isoformat() for day in sorted(workdays) if day.year == year],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("years", nargs="+", type=int, choices=sorted(NOTICES))
    for year in parser.parse_args().years:
        text = json.dumps(calendar_of(year), ensure_ascii=False, indent=2)
        (CALENDARS / f"{year}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
