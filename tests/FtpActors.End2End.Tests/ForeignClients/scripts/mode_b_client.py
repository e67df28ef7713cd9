"""MODE B after RFC 959 3.4.2 and 3.5 over ftplib, which only has MODE S: HOST PORT passive|active.

A block is a byte of descriptor bits, two of length, then so many bytes.
"""
import ftplib
import os
import struct
import sys

END_OF_FILE, SUSPECT, MARKER = 64, 32, 16
host, port, mode = sys.argv[1], int(sys.argv[2]), sys.argv[3]
content = os.urandom(3_000_000)


def block(descriptor, payload=b""):
    return struct.pack("!BH", descriptor, len(payload)) + payload


def exactly(stream, count):
    data = stream.read(count)
    assert len(data) == count, "the connection ended within a block"
    return data


def fetch(ftp, command, rest=None, until=None):
    """The file, its markers as (text, length so far), and whether it came to its end; `until` markers at most."""
    received, markers = bytearray(), []
    with ftp.transfercmd(command, rest) as connection, connection.makefile("rb") as stream:
        while True:
            descriptor, length = struct.unpack("!BH", exactly(stream, 3))
            payload = exactly(stream, length)
            assert descriptor & SUSPECT == 0
            if descriptor & MARKER:
                markers.append((payload.decode("ascii"), len(received)))
                if until is not None and len(markers) >= until:
                    return bytes(received), markers, False
            else:
                received += payload
            if descriptor & END_OF_FILE:
                # The sender may leave the connection open; this one has nothing more to say.
                assert stream.read() == b""
                return bytes(received), markers, True


def store(ftp, command, pieces, rest=None):
    """Sends each piece in blocks with a marker behind it; the positions that the server answers with."""
    positions = []
    with ftp.transfercmd(command, rest) as connection:
        for number, piece in enumerate(pieces):
            for at in range(0, len(piece), 65535):
                connection.sendall(block(0, piece[at:at + 65535]))
            connection.sendall(block(MARKER, b"m%d" % number))
            reply = ftp.getresp()
            assert reply.startswith(f"110 MARK m{number} = "), reply
            positions.append(reply.split(" = ")[1])
        connection.sendall(block(END_OF_FILE))
        # The end is in the data: the reply comes while the connection is open.
        assert ftp.voidresp().startswith("226")
    return positions


with ftplib.FTP() as ftp:
    ftp.connect(host, port, timeout=30)
    ftp.login("demo", "demo")
    ftp.set_pasv(mode == "passive")
    ftp.voidcmd("TYPE I")
    ftp.voidcmd("MODE B")

    first, second = content[:1_000_001], content[1_000_001:2_000_002]
    positions = store(ftp, "STOR up.bin", [first, second])
    assert positions == ["1000001", "2000002"], positions
    store(ftp, "STOR up.bin", [content[1_000_001:]], rest=positions[0])

    whole, markers, ended = fetch(ftp, "RETR up.bin")
    assert ftp.voidresp().startswith("226") and ended
    assert whole == content and len(markers) == 2, markers

    part, markers, ended = fetch(ftp, "RETR up.bin", until=1)
    assert not ended
    try:
        reply = ftp.getresp()
    except ftplib.error_temp as cut:
        reply = str(cut)
    # 226 where the rest was in socket buffers already
    assert reply[:3] in ("426", "226"), reply
    text, length = markers[0]
    rest, _, ended = fetch(ftp, "RETR up.bin", rest=text)
    assert ftp.voidresp().startswith("226") and ended
    assert part[:length] + rest == content

    names, markers, ended = fetch(ftp, "NLST")
    assert ftp.voidresp().startswith("226") and ended
    assert names == b"up.bin\r\n" and markers == [], names

    ftp.voidcmd("MODE S")
    assert ftp.size("up.bin") == len(content)
    ftp.delete("up.bin")
    assert ftp.quit().startswith("221")
print("done")
