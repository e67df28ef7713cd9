"""Uploads, lists and downloads with openssl s_client: HOST PORT -tls1_2|-tls1_3 WORKDIR explicit|implicit."""
import os
import pathlib
import sys

from openssl_control import Control

host, port, version, work, security = sys.argv[1], sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4]), sys.argv[5]
content = os.urandom(3_000_000)
(work / "up.bin").write_bytes(content)
control = Control(host, port, version, security)

with open(work / "up.bin", "rb") as source:
    said = control.transfer("STOR up.bin", "226", "-nocommands", source=source)
assert b", TLSv" + version[4:].replace("_", ".").encode() in said, said
assert control.ask("SIZE up.bin", "213").split() == ["213", str(len(content))]

lines = control.transfer("LIST", "226", "-quiet").decode().splitlines()
assert len(lines) == 1 and lines[0].endswith(" up.bin") and str(len(content)) in lines[0].split(), lines
assert control.transfer("NLST", "226", "-quiet") == b"up.bin\r\n"

received = control.transfer("RETR up.bin", "226", "-quiet")
assert received == content, len(received)
control.quit()
print("done")
