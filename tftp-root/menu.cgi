#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A menu for each machine, as a CGI program; for sanmenu's SAVEURL and ONCE.

?mac=MAC                      the configuration
?mac=MAC&label=LABEL          LABEL was chosen: the default from now on
?mac=MAC&once=1&label=LABEL   LABEL is being started: ONCE is over
"""

import os
import sys
from pathlib import Path
from urllib.parse import parse_qsl

# What to adapt: all machines' configuration, and a folder for this program to
# write to. `echo LABEL >FOLDER/52-54-00-12-34-56.once` starts LABEL once.
CONFIG = Path(os.environ.get("MENU_CONFIG", "/srv/tftp/pxelinux.cfg/default"))
FOLDER = Path(os.environ.get("MENU_FOLDER", "/var/lib/menu"))

query = dict(parse_qsl(os.environ.get("QUERY_STRING", "")))
mac = query.get("mac", "").lower().replace(":", "-")
label = query.get("label", "")
if not mac or set(mac) - set("0123456789abcdef-") or not label.isprintable():
    print("Status: 400 Bad Request\n\nmac= or label= is wrong")
    sys.exit()

chosen, once = FOLDER / f"{mac}.default", FOLDER / f"{mac}.once"
answer = "kept\n"
if label and "once" in query:
    if once.exists() and once.read_text().strip() == label:
        once.unlink()
elif label:
    chosen.write_text(label)
else:
    saveurl = "http://{HTTP_HOST}{SCRIPT_NAME}?mac=".format_map(os.environ) + mac
    answer = f"{CONFIG.read_text()}\nSAVEURL {saveurl}\n"
    for file, word in (chosen, "DEFAULT"), (once, "ONCE"):
        answer += f"{word} {file.read_text().strip()}\n" if file.exists() else ""
print(f"Content-Type: text/plain\n\n{answer}", end="")
