"""Uploads, lists, downloads, resumes, renames and deletes with ftplib: HOST PORT passive|active [tls].

The server has a file big.bin, larger than socket buffers are.
"""
import ftplib
import hashlib
import io
import os
import ssl
import sys

host, port, mode = sys.argv[1], int(sys.argv[2]), sys.argv[3]
tls = sys.argv[4:] == ["tls"]
content = os.urandom(300_000)
part = 123_456


def fetch(ftp, name, rest=None):
    received = io.BytesIO()
    ftp.retrbinary(f"RETR {name}", received.write, rest=rest)
    return received.getvalue()


def client():
    if not tls:
        return ftplib.FTP()
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return ftplib.FTP_TLS(context=context)


with client() as ftp:
    ftp.connect(host, port, timeout=30)
    ftp.login("demo", "demo")
    if tls:
        assert ftp.sock.version() in ("TLSv1.2", "TLSv1.3")
        ftp.prot_p()
    ftp.set_pasv(mode == "passive")

    assert ftp.mkd("dir") == "/dir"
    ftp.cwd("dir")
    assert ftp.pwd() == "/dir"
    ftp.storbinary("STOR up.bin", io.BytesIO(content))
    assert ftp.size("up.bin") == len(content)
    assert ftp.nlst() == ["up.bin"], ftp.nlst()
    lines = []
    ftp.dir(lines.append)
    assert len(lines) == 1 and lines[0].endswith(" up.bin"), lines
    facts = {name: facts for name, facts in ftp.mlsd() if facts["type"] == "file"}
    assert facts["up.bin"]["size"] == str(len(content)), facts

    assert hashlib.sha256(fetch(ftp, "up.bin")).digest() == hashlib.sha256(content).digest()
    assert fetch(ftp, "up.bin", rest=part) == content[part:]

    ftp.storbinary("STOR part.bin", io.BytesIO(content[:part]))
    ftp.storbinary("STOR part.bin", io.BytesIO(content[part:]), rest=part)
    assert fetch(ftp, "part.bin") == content

    ftp.storlines("STOR text", io.BytesIO(b"one\ntwo\n"))
    text = []
    ftp.retrlines("RETR text", text.append)
    assert text == ["one", "two"], text

    # ABOR goes out as urgent data, line end included
    ftp.voidcmd("TYPE I")
    with ftp.transfercmd("RETR /big.bin") as data:
        data.recv(1)
        assert ftp.abort().startswith("426")
        assert ftp.voidresp().startswith("226")

    ftp.rename("up.bin", "renamed.bin")
    assert fetch(ftp, "renamed.bin") == content
    for name in ("renamed.bin", "part.bin", "text"):
        ftp.delete(name)
    assert ftp.nlst() == []
    ftp.cwd("..")
    ftp.rmd("dir")
    assert ftp.quit().startswith("221")
print("done")
