"""A paper through a real print server: a cupsd of the test's own, with its own folder, socket and printer."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from station_app.printing.page_image import page_count, page_image, page_sizes
from station_app.printing.pdf import render
from tests.paper_examples import every_layout
from tests.ui.test_printing_printer import difference

CUPSD = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
SECONDS_TO_START = 20.0

CUPSD_CONF = """Listen {root}/cups.sock
LogLevel warn
DefaultAuthType None
WebInterface No
Browsing No
PreserveJobFiles Yes
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
FILES_CONF = """ServerRoot {root}/etc
RequestRoot {root}/spool
CacheDir {root}/cache
StateDir {root}/state
TempDir {root}/spool
ErrorLog {root}/error
AccessLog {root}/access
PageLog {root}/page
FileDevice Yes
User lp
Group lp
SystemGroup root
"""
PRINTERS_CONF = """<DefaultPrinter 村里的打印机>
DeviceURI file:///dev/null
State Idle
Accepting Yes
Shared No
ErrorPolicy stop-printer
</DefaultPrinter>
"""
PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "TEST.PPD"
*Manufacturer: "Test"
*Product: "(Test)"
*ModelName: "Test"
*ShortNickName: "Test"
*NickName: "Test, 1.0"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*cupsVersion: 2.4
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: A4
*PageSize A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageSize A5/A5: "<</PageSize[420 595]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: A4
*PageRegion A4/A4: "<</PageSize[595 842]>>setpagedevice"
*PageRegion A5/A5: "<</PageSize[420 595]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "0 0 595 842"
*ImageableArea A5/A5: "0 0 420 595"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*PaperDimension A5/A5: "420 595"
"""
PRINT = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from station_app.printing.printer import PaperPrinter, list_printers
application = QApplication([])
print(list_printers()[0])
print(PaperPrinter(Path(sys.argv[2])).print_pdf(Path(sys.argv[1]).read_bytes(), "凭证", copies=2))
"""


@pytest.fixture
def cups() -> Iterator[Path]:
    """The folder of a running print server. Under a short path, since a socket's name may not be long."""
    if CUPSD is None:
        pytest.skip("there is no cupsd on this machine (Debian: apt-get install cups)")
    if os.geteuid() != 0:
        pytest.skip("cupsd needs root to run with a folder of its own")
    root = Path(tempfile.mkdtemp(prefix="cups-"))
    root.chmod(0o755)
    for folder in ("etc/ppd", "spool", "cache", "state"):
        (root / folder).mkdir(parents=True)
    (root / "etc/cupsd.conf").write_text(CUPSD_CONF.format(root=root), "utf-8")
    (root / "etc/cups-files.conf").write_text(FILES_CONF.format(root=root), "utf-8")
    (root / "etc/printers.conf").write_text(PRINTERS_CONF, "utf-8")
    (root / "etc/ppd/村里的打印机.ppd").write_text(PPD, "utf-8")
    command = [CUPSD, "-f", "-c", str(root / "etc/cupsd.conf"), "-s", str(root / "etc/cups-files.conf")]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(root / "cups.sock", server)
        yield root
    finally:
        server.terminate()
        server.wait(SECONDS_TO_START)
        shutil.rmtree(root)


def _wait_for(socket: Path, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while not socket.exists():
        assert server.poll() is None, "cupsd ended at once"
        assert time.monotonic() < end, "cupsd made no socket"
        time.sleep(0.02)


@pytest.mark.parametrize("paper", ["receipt", "delivery"])
def test_the_print_server_gets_the_paper_in_its_own_size(cups: Path, tmp_path: Path, paper: str) -> None:
    pdf = render(every_layout()[paper])
    (tmp_path / "paper.pdf").write_bytes(pdf)
    surroundings = os.environ | {"CUPS_SERVER": str(cups / "cups.sock"), "QT_QPA_PLATFORM": "offscreen"}
    # In a process of its own: libcups reads its server's name once.
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", PRINT, str(tmp_path / "paper.pdf"), str(tmp_path / "kept")],
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.split() == ["村里的打印机", "村里的打印机"], done.stderr
    assert not (tmp_path / "kept").exists()
    received = next((cups / "spool").glob("d*-001")).read_bytes()
    assert page_sizes(received)[0] == pytest.approx(page_sizes(pdf)[0], abs=0.5)
    assert page_count(received) in (1, 2)
    assert difference(page_image(received, 800), page_image(pdf, 800)) < 4.0
