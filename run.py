"""Start Equity Loop on this computer, or test it. Needs Python 3.11 or newer and nothing else.

python3 run.py                     make .venv, install, start the app and open it in the browser
python3 run.py --port 8600         the same, on a port of your choice; --no-browser opens nothing
python3 run.py test [pytest args]  install what tests need and run them
"""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from urllib.error import URLError
from urllib.request import urlopen

HERE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(HERE, ".venv")
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
PORT = 8501


class StopError(Exception):
    """One sentence for the person at the keyboard: what happened, and what to do."""


def main(args: list[str]) -> int:
    """Do what was asked; return the exit code."""
    need_python()
    if args[:1] == ["test"]:
        install("requirements-dev.txt")
        two_at_a_time = ["-n", "2", "--dist", "worksteal"]  # browsers mostly wait
        environment = dict(os.environ)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # tests start many processes: each would compile everything
        return subprocess.call([PYTHON, "-m", "pytest", *two_at_a_time, *args[1:]], cwd=HERE, env=environment)
    if "-h" in args or "--help" in args:
        print(__doc__)
        return 0
    port, asked, browser = read(args)
    install("requirements.txt")
    return start(free_port(port, asked), browser)


def need_python() -> None:
    """Stop when this Python is too old for the libraries."""
    if sys.version_info < (3, 11):
        seen = ".".join(str(part) for part in sys.version_info[:2])
        raise StopError(
            f"Equity Loop needs Python 3.11 or newer, and this is Python {seen}. Get a newer one from "
            "https://www.python.org/downloads/ and start again with it, for example: python3.12 run.py"
        )


def read(args: list[str]) -> tuple[int, bool, bool]:
    """Return the port, whether it was asked for, and whether to open the browser."""
    port, asked, browser = PORT, False, True
    left = list(args)
    while left:
        word = left.pop(0)
        if word == "--no-browser":
            browser = False
        elif word == "--port" and left and left[0].isdigit() and 0 < int(left[0]) < 65536:
            port, asked = int(left.pop(0)), True
        else:
            raise StopError(f"There is no option '{word}'. See: python3 run.py --help")
    return port, asked, browser


def install(requirements: str) -> None:
    """Make .venv and install a requirements file into it, unless that is done already."""
    wanted = stamp(requirements)
    kept = os.path.join(VENV, ".installed-" + requirements)
    if os.path.exists(PYTHON) and read_file(kept) == wanted:
        return
    if not os.path.exists(PYTHON):
        print("Making a place for the libraries (.venv) …", flush=True)
        made = subprocess.run([sys.executable, "-m", "venv", VENV], check=False, capture_output=True, text=True)
        if made.returncode:
            raise StopError(
                "Python could not make .venv here. On Debian or Ubuntu install it with 'sudo apt install "
                "python3-venv'; elsewhere check that this folder can be written to. Then start again."
            )
    print("Installing the libraries. The first time this takes a few minutes.", flush=True)
    code, told = pip(requirements)
    if code:
        raise StopError(why(told))
    for name in {requirements, "requirements.txt"}:  # what tests need holds what the app needs
        with open(os.path.join(VENV, f".installed-{name}"), "w", encoding="utf-8") as file:
            file.write(stamp(name))


def pip(requirements: str) -> tuple[int, str]:
    """Run pip with one counting line; return its exit code and what it said."""
    command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "-r", requirements]
    began, count, told = time.time(), 0, []
    running = subprocess.Popen(
        command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    for line in running.stdout:
        told.append(line)
        if line.startswith(("Collecting ", "Requirement already")):
            count += 1
            show(f"  {count} libraries found · {time.time() - began:.0f} s")
        elif line.startswith("Installing collected"):
            show(f"  putting {line.count(',') + 1} libraries in place · {time.time() - began:.0f} s")
    code = running.wait()
    show(f"  {'stopped after' if code else 'done in'} {time.time() - began:.0f} s")
    print(flush=True)
    return code, "".join(told)


def show(text: str) -> None:
    """Write over the same line on a terminal; on a log, only now and then."""
    if sys.stdout.isatty():
        print("\r" + text.ljust(60), end="", flush=True)
    elif text.startswith(("  done", "  putting", "  stopped")) or "0 libraries" in text:
        print(text, flush=True)


def why(told: str) -> str:
    """Return one sentence about what stopped pip."""
    low = told.lower()
    if any(sign in low for sign in ("connection", "resolution", "timed out", "network", "no route", "proxyerror")):
        return "The libraries could not be fetched: there is no way to the internet right now. Connect and start again."
    if "no space left" in low:
        return "The disk is full: the libraries need about 700 MB. Make room and start again."
    last = [line.strip() for line in told.splitlines() if line.startswith("ERROR")]
    reason = last[-1][len("ERROR:") :].strip().rstrip(".") if last else "pip gave no reason"
    return f"The libraries could not be installed ({reason}). Delete the folder .venv and start again."


def free_port(port: int, asked: bool) -> int:
    """Return a port that nobody uses: the one asked for, or the next free one from 8501 on."""
    if is_free(port):
        return port
    if asked:
        raise StopError(f"Port {port} is taken by another program. Choose another, for example: --port {port + 1}")
    for other in range(port + 1, port + 100):
        if is_free(other):
            print(f"Port {port} is taken by another program, so Equity Loop uses {other}.", flush=True)
            return other
    raise StopError(f"The ports from {port} on are all taken. Close a program and start again.")


def is_free(port: int) -> bool:
    """Say whether this computer can serve on a port."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def start(port: int, browser: bool) -> int:
    """Start the app for this computer only, open the browser, and wait until it is closed."""
    address = f"http://127.0.0.1:{port}"
    own = {"server.address": "127.0.0.1", "server.port": port, "server.headless": "true"}
    options = [f"--{name}={value}" for name, value in own.items()]
    options += ["--server.allowedHosts=127.0.0.1", "--server.allowedHosts=localhost"]  # against DNS rebinding
    environment = dict(os.environ, EQUITY_LOOP_MODE="laptop")
    app = subprocess.Popen(
        [PYTHON, "-m", "streamlit", "run", "app.py", *options],
        cwd=HERE,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    print(f"Equity Loop is starting at {address} (this computer only). Stop it with Ctrl+C.", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # who ends this program ends the app too
    threading.Thread(target=announce, args=(address, browser), daemon=True).start()
    try:
        return app.wait()
    except KeyboardInterrupt:
        app.terminate()
        app.wait()
        print("\nStopped. Your work is saved.", flush=True)
        return 0


def announce(address: str, browser: bool) -> None:
    """Say when the app answers, and open it."""
    for _ in range(600):
        try:
            with urlopen(address + "/_stcore/health", timeout=1):
                break
        except (URLError, OSError):
            time.sleep(0.1)
    else:
        print("The app does not answer. Look at the lines above, then start again.", flush=True)
        return
    print("Ready.", flush=True)
    if browser:
        webbrowser.open(address)


def stamp(requirements: str) -> str:
    """Return a fingerprint of what a requirements file asks for, and of this Python."""
    wanted = [read_file(os.path.join(HERE, name)) for name in (requirements, "requirements.txt")]
    return hashlib.sha256("\n".join([sys.version, *wanted]).encode()).hexdigest()


def read_file(path: str) -> str:
    """Return a file's text, or nothing when there is no file."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return ""


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except StopError as told:
        print(told, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
