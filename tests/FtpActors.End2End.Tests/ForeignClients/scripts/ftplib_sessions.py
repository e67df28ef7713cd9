"""Clients made of ftplib and ssl that resume their control connection's session: HOST PORT explicit|implicit resumed|unread.

resumed: uploads, lists and downloads 50 times each. unread: uploads 200 times without ever reading from the data connection
after its handshake, so that what the server sends there is unread when it is closed.
"""
import ftplib
import io
import os
import ssl
import sys

host, port, kind, way = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
content = os.urandom(300_000)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


class Implicit(ftplib.FTP_TLS):
    """TLS from the first byte on: the socket is wrapped as soon as it is there."""

    _wrapped = None

    @property
    def sock(self):
        return self._wrapped

    @sock.setter
    def sock(self, value):
        if value is not None and not isinstance(value, ssl.SSLSocket):
            value = self.context.wrap_socket(value, server_hostname=self.host)
        self._wrapped = value


def resuming(base):
    class Resuming(base):
        def ntransfercmd(self, cmd, rest=None):
            data, size = ftplib.FTP.ntransfercmd(self, cmd, rest)
            data = self.context.wrap_socket(data, server_hostname=self.host, session=self.sock.session)
            assert data.session_reused
            return data, size

    return Resuming


def connect():
    ftp = resuming(Implicit if kind == "implicit" else ftplib.FTP_TLS)(context=context)
    ftp.connect(host, port, timeout=60)
    if kind == "explicit":
        ftp.auth()
    ftplib.FTP.login(ftp, "demo", "demo")
    ftp.prot_p()
    return ftp


def upload_unread(ftp, name):
    plain, _ = ftplib.FTP.ntransfercmd(ftp, f"STOR {name}")
    came, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(came, going, server_hostname=host, session=ftp.sock.session)
    while True:
        try:
            tls.do_handshake()
            break
        except ssl.SSLWantReadError:
            plain.sendall(going.read())
            came.write(plain.recv(65536))
    assert tls.session_reused
    assert tls.version() == "TLSv1.3", tls.version()
    tls.write(content)
    try:
        tls.unwrap()
    except ssl.SSLWantReadError:
        pass
    plain.sendall(going.read())
    plain.close()
    assert ftp.voidresp().startswith("226")
    assert ftp.size(name) == len(content)


with connect() as ftp:
    if way == "resumed":
        for turn in range(50):
            ftp.storbinary("STOR up.bin", io.BytesIO(content))
            assert ftp.nlst() == ["up.bin"]
            received = io.BytesIO()
            ftp.retrbinary("RETR up.bin", received.write)
            assert received.getvalue() == content, turn
    else:
        ftp.voidcmd("TYPE I")
        for turn in range(200):
            upload_unread(ftp, f"up{turn % 3}.bin")
    assert ftp.quit().startswith("221")
print("done")
