"""A client made of openssl s_client: HOST PORT -tls1_2|-tls1_3 WORKDIR.

The control connection's session is written to a file and resumed on data connections.
"""
import os
import pathlib
import sys

from openssl_control import Control

host, port, version, work = sys.argv[1], sys.argv[2], sys.argv[3], pathlib.Path(sys.argv[4])
session = work / "session.pem"
content = os.urandom(300_000)
control = Control(host, port, version, "explicit", "-sess_out", str(session))

(work / "up.bin").write_bytes(content)
for turn in range(5):
    with open(work / "up.bin", "rb") as source:
        said = control.transfer("STOR up.bin", "226", "-nocommands", "-sess_in", str(session), source=source)
    assert b"Reused, TLSv1." in said, said
    assert control.ask("SIZE up.bin", "213").split() == ["213", str(len(content))]
    received = control.transfer("RETR up.bin", "226", "-quiet", "-sess_in", str(session))
    assert received == content, (len(received), turn)

# A stranger, who is to get neither the file nor a session for another try.
stolen = work / "stolen.pem"
for turn in range(2):
    assert control.transfer("RETR up.bin", "522", "-quiet", "-sess_out", str(stolen)) == b""
    assert not stolen.exists()

control.quit()
print("done")
