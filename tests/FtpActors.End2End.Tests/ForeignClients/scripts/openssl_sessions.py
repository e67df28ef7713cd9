"""A client made of openssl s_client: HOST PORT -tls1_2|-tls1_3 WORKDIR.

The control connection's session is written to a file and resumed on data connections.
"""
import os
import pathlib
import re
import subprocess
import sys

host, port, version, work = sys.argv[1], sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4])
session = work / "session.pem"
content = os.urandom(300_000)
control = subprocess.Popen(
    ["openssl", "s_client", "-quiet", "-crlf", version, "-starttls", "ftp", "-connect", f"{host}:{port}", "-sess_out", str(session)],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def expect(code):
    while True:
        line = control.stdout.readline().decode()
        assert line, f"the server has gone in place of {code}"
        if re.match(r"\d{3} ", line):
            assert line.startswith(code), line
            return line


def say(line):
    control.stdin.write(line.encode() + b"\n")
    control.stdin.flush()


def ask(line, code):
    say(line)
    return expect(code)


def passive():
    numbers = re.search(r"\((\d+),(\d+),(\d+),(\d+),(\d+),(\d+)\)", ask("PASV", "227")).groups()
    return f"{host}:{int(numbers[4]) * 256 + int(numbers[5])}"


def transfer(line, code, *options, source=subprocess.DEVNULL):
    """What s_client says on a data connection; the server replies with 150 once that is there."""
    where = passive()
    say(line)
    process = subprocess.Popen(
        ["openssl", "s_client", version, "-connect", where, *options], stdin=source, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    expect("150")
    said, _ = process.communicate(timeout=60)
    expect(code)
    return said


for line, code in (("USER demo", "331"), ("PASS demo", "230"), ("PBSZ 0", "200"), ("PROT P", "200"), ("TYPE I", "200")):
    ask(line, code)

(work / "up.bin").write_bytes(content)
for turn in range(5):
    with open(work / "up.bin", "rb") as source:
        said = transfer("STOR up.bin", "226", "-nocommands", "-sess_in", str(session), source=source)
    assert b"Reused, TLSv1." in said, said
    assert ask("SIZE up.bin", "213").split() == ["213", str(len(content))]
    received = transfer("RETR up.bin", "226", "-quiet", "-sess_in", str(session))
    assert received == content, (len(received), turn)

# A stranger, who is to get neither the file nor a session for another try.
stolen = work / "stolen.pem"
for turn in range(2):
    assert transfer("RETR up.bin", "522", "-quiet", "-sess_out", str(stolen)) == b""
    assert not stolen.exists()

ask("QUIT", "221")
control.stdin.close()
control.wait(timeout=60)
print("done")
