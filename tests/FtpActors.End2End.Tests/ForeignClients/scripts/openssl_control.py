"""A control connection made of openssl s_client, and its data connections."""
import re
import subprocess


class Control:
    """Logged in, TYPE I, data connections under TLS."""

    def __init__(self, host, port, version, security, *options):
        self._host = f"[{host}]" if ":" in host else host
        self._version = version
        starttls = ["-starttls", "ftp"] if security == "explicit" else []
        self._process = subprocess.Popen(
            ["openssl", "s_client", "-quiet", "-crlf", version, *starttls, "-connect", f"{self._host}:{port}", *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if security == "implicit":
            self.expect("220")
        for line, code in (("USER demo", "331"), ("PASS demo", "230"), ("PBSZ 0", "200"), ("PROT P", "200"), ("TYPE I", "200")):
            self.ask(line, code)

    def expect(self, code):
        while True:
            line = self._process.stdout.readline().decode()
            assert line, f"the server has gone in place of {code}"
            if re.match(r"\d{3} ", line):
                assert line.startswith(code), line
                return line

    def ask(self, line, code):
        self._say(line)
        return self.expect(code)

    def transfer(self, line, code, *options, source=subprocess.DEVNULL):
        """What s_client says on a data connection; the server replies with 150 once that is there."""
        port = re.search(r"\(\|\|\|(\d+)\|\)", self.ask("EPSV", "229")).group(1)
        self._say(line)
        process = subprocess.Popen(
            ["openssl", "s_client", self._version, "-connect", f"{self._host}:{port}", *options],
            stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.expect("150")
        said, _ = process.communicate(timeout=60)
        self.expect(code)
        return said

    def quit(self):
        self.ask("QUIT", "221")
        self._process.stdin.close()
        self._process.wait(timeout=60)

    def _say(self, line):
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()
