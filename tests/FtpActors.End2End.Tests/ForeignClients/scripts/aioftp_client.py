"""Uploads, lists, downloads, resumes, renames and deletes with aioftp: HOST PORT WORKDIR.

The server has a file big.bin, larger than socket buffers are.
"""
import asyncio
import os
import pathlib
import sys

import aioftp

host, port, work = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
content = os.urandom(300_000)
part = 123_456


async def fetch(client, name, offset=0):
    async with client.download_stream(name, offset=offset) as stream:
        return b"".join([block async for block in stream.iter_by_block()])


async def main():
    tree = work / "tree"
    (tree / "deep" / "deeper").mkdir(parents=True)
    (tree / "deep" / "deeper" / "file.bin").write_bytes(content)
    (tree / "empty").write_bytes(b"")

    async with aioftp.Client.context(host, port, "demo", "demo") as client:
        assert str(await client.get_current_directory()) == "/"
        await client.upload(tree, "/tree", write_into=True)
        listed = sorted(str(path) for path, info in await client.list("/tree", recursive=True) if info["type"] in ("file", "dir"))
        assert listed == ["/tree/deep", "/tree/deep/deeper", "/tree/deep/deeper/file.bin", "/tree/empty"], listed
        by_list = sorted(str(path) for path, info in await client.list("/tree", raw_command="LIST"))
        assert by_list == ["/tree/deep", "/tree/empty"], by_list
        stat = await client.stat("/tree/deep/deeper/file.bin")
        assert stat["type"] == "file" and stat["size"] == str(len(content)), stat

        await client.download("/tree", work / "back", write_into=True)
        assert (work / "back" / "deep" / "deeper" / "file.bin").read_bytes() == content
        assert (work / "back" / "empty").read_bytes() == b""

        file = "/tree/deep/deeper/file.bin"
        assert await fetch(client, file, part) == content[part:]
        async with client.upload_stream("/part.bin") as stream:
            await stream.write(content[:part])
        async with client.upload_stream("/part.bin", offset=part) as stream:
            await stream.write(content[part:])
        assert await fetch(client, "/part.bin") == content
        async with client.append_stream("/part.bin") as stream:
            await stream.write(b"tail")
        assert await fetch(client, "/part.bin") == content + b"tail"

        stream = await client.download_stream("/big.bin")
        await stream.read(1)
        await client.abort()
        stream.close()

        await client.rename("/part.bin", "/renamed.bin")
        assert await client.exists("/renamed.bin") and not await client.exists("/part.bin")
        await client.remove("/renamed.bin")
        await client.remove("/tree")
        assert [str(path) for path, info in await client.list("/") if info["type"] == "file"] == ["/big.bin"]


asyncio.run(asyncio.wait_for(main(), 100))
print("done")
