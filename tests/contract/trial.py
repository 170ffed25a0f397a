"""The contract tried by a property-based client against a real server.

    trial.py KITH OPENAPI [SEED…]

KITH is the binary, OPENAPI the contract (api/openapi.yaml). For each seed (31 and 32 where none is given) a base with the
sample company is made and served on loopback, and every operation of the contract is called with made-up right and wrong
input, signed in by a key of its owner. It passes where no answer is a fault of the server, every status and type of an
answer stands in the contract, and every body and header fits its schema. Needs schemathesis 4 in the Python that runs this.
"""
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]
# What would never end, or end the trial: the stream of jobs, and taking away the key that it runs under.
LEFT_OUT = ["streamJobs", "dropKey"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, kith, folder):
        home = os.path.join(folder, "home")
        subprocess.run([kith, "--home", home, "init"], check=True, stdout=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{free_port()}"
        self.cookie = ""
        self.process = subprocess.Popen(
            [kith, "--home", home, "serve", "--quiet", "--listen", self.url.removeprefix("http://")],
            stdout=subprocess.PIPE,
            text=True,
        )
        line = ""
        while "#token=" not in line:
            line = self.process.stdout.readline()
            if not line:
                sys.exit("kith serve said no token")
        self.make_owner(re.search(r"#token=(\S+)", line)[1])

    def call(self, method, path, body=None):
        headers = {"Content-Type": "application/json", "X-Kith": "1", "Cookie": self.cookie}
        data = None if body is None else json.dumps(body).encode()
        ask = urllib.request.Request(self.url + path, data, headers, method=method)
        with urllib.request.urlopen(ask) as answer:
            self.cookie = (answer.headers.get("Set-Cookie") or self.cookie).split(";")[0]
            return json.load(answer)

    def make_owner(self, token):
        owner = {"login": "owner@example.com", "name": "Li Na", "password": "a long enough sentence"}
        self.call("POST", "/api/v1/first-run", {"token": token, **owner})
        job = self.call("POST", "/api/v1/sample")
        while job["state"] in ("queued", "running"):
            time.sleep(0.5)
            job = self.call("GET", f"/api/v1/jobs/{job['id']}")

    def key(self):
        return self.call("POST", "/api/v1/keys", {"name": "trial", "kind": "api", "role": "owner"})["secret"]

    def end(self):
        self.process.terminate()
        self.process.wait()


def trial(kith, contract, seed):
    with tempfile.TemporaryDirectory(prefix="kith-contract-") as folder:
        server = Server(kith, folder)
        try:
            words = [sys.executable, "-m", "schemathesis.cli", "run", contract, "--url", server.url]
            words += ["--seed", str(seed), "--checks", ",".join(CHECKS), "--continue-on-failure"]
            words += ["--generation-database", "none", "--generation-with-security-parameters", "false"]
            words += ["-H", f"Authorization: Bearer {server.key()}"]
            for operation in LEFT_OUT:
                words += ["--exclude-operation-id", operation]
            return subprocess.run(words, cwd=folder).returncode
        finally:
            server.end()


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    kith, contract = (os.path.abspath(path) for path in sys.argv[1:3])
    failed = [seed for seed in map(int, sys.argv[3:] or (31, 32)) if trial(kith, contract, seed) != 0]
    sys.exit(f"failed: seeds {failed}" if failed else 0)


if __name__ == "__main__":
    main()
