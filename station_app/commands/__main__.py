import sys

from station_app.commands import main

sys.exit(main())
