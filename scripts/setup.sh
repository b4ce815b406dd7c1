#!/bin/sh
# Make .venv from the lock. On Debian and Ubuntu a bare python3 cannot make virtual environments:
# as root the missing package is installed, otherwise the exact line to run is printed.
set -eu
python=${PYTHON:-python3}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Counterfile wants Python 3.11 or newer; $python is $("$python" --version 2>&1)." >&2
    echo "Install one and run: make PYTHON=/path/to/python3.12 setup" >&2
    exit 3
}
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    package="python$version-venv"
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo"
    if [ -z "$as_root" ] && command -v apt-get >/dev/null; then
        apt-get update -q && apt-get install -y -q "$package"
    else
        echo "This Python cannot make virtual environments. Run: $as_root apt-get install $package" >&2
        exit 3
    fi
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install -q --require-hashes -r requirements.lock
.venv/bin/python -m pip install -q --no-deps --no-build-isolation -e .
