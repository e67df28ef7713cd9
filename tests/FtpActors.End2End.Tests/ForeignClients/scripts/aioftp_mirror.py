"""Uploads a tree with aioftp's client and downloads it again: HOST PORT SOURCE BACK [tls|explicit].

With tls the port is one where TLS starts at once.
"""
import asyncio
import pathlib
import sys

import aioftp_security

host, port, source, back = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])


async def main():
    async with aioftp_security.connected(sys.argv[5:], host, port, "demo", "demo") as client:
        # Below its first level this version uploads to the working directory, whatever the destination.
        await client.make_directory("/mirror")
        await client.change_directory("/mirror")
        await client.upload(source)
        await client.download(f"/mirror/{source.name}", back, write_into=True)


asyncio.run(asyncio.wait_for(main(), 100))
print("done")
