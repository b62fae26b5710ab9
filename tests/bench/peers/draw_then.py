"""Draws the figures of a page with matplotlib, then becomes another command: python draw_then.py figures.pickle COMMAND…"""

import os
import pickle
import sys
from pathlib import Path

for name, request in pickle.loads(Path(sys.argv[1]).read_bytes()):
    Path(name).write_bytes(request.draw().svg)
os.execv(sys.argv[2], sys.argv[2:])
