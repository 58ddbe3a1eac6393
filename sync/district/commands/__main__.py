import sys

from sync.district.commands import main

sys.exit(main())
