#!/bin/sh
# Make the pictures of the documentation from the demo inquiry, with an installed Chromium.
#   sh scripts/screenshots.sh        needs: chromium, fonts-noto-cjk (apt-get install chromium fonts-noto-cjk)
set -eu
port=${PORT:-8423}
folder=$(mktemp -d)
trap 'kill $server 2>/dev/null; rm -rf "$folder"' EXIT
.venv/bin/counterfile demo "$folder/demo" --no-serve >/dev/null 2>&1
(cd "$folder/demo" && exec "$OLDPWD/.venv/bin/counterfile" serve --port "$port" >/dev/null 2>&1) &
server=$!
sleep 6
root="http://127.0.0.1:$port"
shoot() {
    chromium --no-sandbox --headless=new --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
        --window-size="$3" --screenshot="$PWD/docs/images/$1.png" "$root$2" >/dev/null 2>&1
}
procedure=$(.venv/bin/python - "$root" <<'P'
import json, sys, urllib.request
rows = json.load(urllib.request.urlopen(sys.argv[1] + "/procedures.json"))
rows = rows if isinstance(rows, list) else rows["rows"]
print(next(row["id"] for row in rows if "监控" in row["title"] and row["notices"] >= 4 and row["award"]))
P
)
shoot start / 1280,900
shoot procedure "/procedures/$procedure" 1280,1000
shoot finding /findings/face-recognition 1280,900
shoot phone "/procedures/$procedure" 390,844

# A scan, in an inquiry of its own: it would move the demo's findings.
kill $server
scan=$(.venv/bin/python - "$folder/scan" tests/functional/scans/award.png <<'P'
import pathlib, sys
from counterfile import app
app.create_inquiry(pathlib.Path(sys.argv[1]))
with app.open_inquiry(pathlib.Path(sys.argv[1])) as inquiry:
    list(inquiry.add([pathlib.Path(sys.argv[2])]))
    list(inquiry.run(recognize="all"))
    print(inquiry.store.named("award.png")[0])
P
)
(cd "$folder/scan" && exec "$OLDPWD/.venv/bin/counterfile" serve --port "$port" >/dev/null 2>&1) &
server=$!
sleep 6
shoot page "/documents/$scan/pages/1" 1280,1000
