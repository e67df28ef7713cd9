"""Drives the whole API of aioftp's client: HOST PORT WORKDIR [tls|explicit].

The server has a file big.bin, larger than socket buffers are. With tls the port is one where TLS starts at once.
"""
import asyncio
import os
import pathlib
import sys

import aioftp

import aioftp_security

host, port, work = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
content = os.urandom(300_000)
part = 123_456


client_of = aioftp_security.client_of(sys.argv[4:])


def connected(**options):
    return aioftp_security.connected(sys.argv[4:], host, port, "demo", "demo", **options)


async def refused(code, awaitable):
    try:
        await awaitable
    except aioftp.StatusCodeError as error:
        assert error.received_codes[-1].matches(code), error
    else:
        raise AssertionError(f"expected {code}")


async def fetch(client, name, offset=0):
    async with client.download_stream(name, offset=offset) as stream:
        return b"".join([block async for block in stream.iter_by_block()])


async def access():
    client = client_of()
    await client.connect(host, port)
    await refused("530", client.login("demo", "wrong"))
    await client.login("demo", "demo")
    code, info = await client.command("NOOP", "2xx")
    assert code == "200" and info, (code, info)
    await refused("5xx", client.command("XYZZY", "2xx"))
    await client.quit()

    client = client_of()
    await client.connect(host, port)
    client.close()


async def directories(client):
    assert str(await client.get_current_directory()) == "/"
    await client.make_directory("/made/by/parents")
    await refused("550", client.make_directory("/no/parents", parents=False))
    await client.change_directory("/made/by")
    await client.change_directory("parents")
    assert str(await client.get_current_directory()) == "/made/by/parents"
    await client.change_directory()
    assert str(await client.get_current_directory()) == "/made/by"
    await refused("550", client.change_directory("/none"))
    await refused("550", client.remove_directory("/made"))
    await client.change_directory("/")
    await client.make_directory('/a "quoted" größe')
    await client.change_directory('/a "quoted" größe')
    assert str(await client.get_current_directory()) == '/a "quoted" größe'
    await client.change_directory("/")
    await client.remove_directory('/a "quoted" größe')
    await client.remove("/made")
    assert not await client.exists("/made")


async def trees(client):
    tree = work / "tree"
    (tree / "deep" / "deeper").mkdir(parents=True)
    (tree / "deep" / "deeper" / "file.bin").write_bytes(content)
    (tree / "empty").write_bytes(b"")

    await client.upload(tree, "/tree", write_into=True)
    # Below its first level this version uploads to the working directory, whatever the destination.
    await client.make_directory("/nested")
    await client.change_directory("/nested")
    await client.upload(tree)
    await client.change_directory("/")
    await client.upload(tree / "empty", "/single", write_into=True)
    assert await client.is_file("/nested/tree/deep/deeper/file.bin") and await client.is_file("/single")

    await client.download("/tree", work / "back", write_into=True)
    await client.download("/tree", work / "into")
    await client.download("/single", work / "single", write_into=True)
    for copy in (work / "back", work / "into" / "tree"):
        assert (copy / "deep" / "deeper" / "file.bin").read_bytes() == content
        assert (copy / "empty").read_bytes() == b""
    assert (work / "single").read_bytes() == b""


async def listings(client):
    everything = ["/tree/deep", "/tree/deep/deeper", "/tree/deep/deeper/file.bin", "/tree/empty"]
    for raw_command in (None, "MLSD", "LIST"):
        lazy = [str(path) async for path, info in client.list("/tree", raw_command=raw_command) if info["type"] in ("file", "dir")]
        assert sorted(lazy) == ["/tree/deep", "/tree/empty"], (raw_command, lazy)
        eager = [str(path) for path, info in await client.list("/tree", recursive=True, raw_command=raw_command) if info["type"] in ("file", "dir")]
        assert sorted(eager) == everything, (raw_command, eager)
    await client.change_directory("/tree")
    assert sorted(str(path) for path, info in await client.list() if info["type"] in ("file", "dir")) == ["deep", "empty"]
    await client.change_directory("/")
    await refused("550", client.list("/none"))

    file = "/tree/deep/deeper/file.bin"
    stat = await client.stat(file)
    assert stat["type"] == "file" and stat["size"] == str(len(content)) and len(stat["modify"]) >= 14, stat
    (listed,) = [info for path, info in await client.list("/tree/deep/deeper", raw_command="LIST")]
    assert listed["size"] == str(len(content)) and listed["modify"][:8] == stat["modify"][:8], (listed, stat)
    assert await client.is_file(file) and not await client.is_dir(file)
    assert await client.is_dir("/tree") and not await client.is_file("/tree")
    assert await client.exists(file) and not await client.exists("/none")
    await refused("550", client.stat("/none"))


async def streams(client):
    assert await fetch(client, "/tree/deep/deeper/file.bin", part) == content[part:]
    await refused("550", fetch(client, "/none"))
    async with client.upload_stream("/part.bin") as stream:
        await stream.write(content[:part])
    async with client.upload_stream("/part.bin", offset=part) as stream:
        await stream.write(content[part:])
    assert await fetch(client, "/part.bin") == content
    async with client.append_stream("/part.bin") as stream:
        await stream.write(b"tail")
    assert await fetch(client, "/part.bin") == content + b"tail"
    async with client.upload_stream("/part.bin", offset=part) as stream:
        await stream.write(b"")
    assert await fetch(client, "/part.bin") == content[:part]

    async with client.get_stream("RETR /part.bin", "1xx", offset=10) as stream:
        assert await stream.read(5) == content[10:15]
        assert await stream.read() == content[15:part]
    stream = await client.get_stream("NLST /tree", "1xx")
    assert sorted([line.strip() async for line in stream.iter_by_line()]) == [b"/tree/deep", b"/tree/empty"]
    await stream.finish()


async def aborts(client):
    await client.abort()

    stream = await client.download_stream("/big.bin")
    await stream.read(1)
    await client.abort()
    stream.close()

    stream = await client.download_stream("/big.bin")
    await stream.read(1)
    await client.abort(wait=False)
    stream.close()
    await client.command(None, "226", "426")

    stream = await client.upload_stream("/broken.bin")
    await stream.write(content)
    await client.abort()
    stream.close()
    assert not await client.exists("/broken.bin")
    assert str(await client.get_current_directory()) == "/"


async def throttled():
    async with connected(read_speed_limit=1_000_000, write_speed_limit=1_000_000) as client:
        async with client.upload_stream("/slow.bin") as stream:
            for start in range(0, len(content), 50_000):
                await stream.write(content[start:start + 50_000])
        client.throttle.read.limit = 2_000_000
        assert await fetch(client, "/slow.bin") == content
        await client.remove_file("/slow.bin")


async def passive(name):
    async with connected(passive_commands=(name,)) as client:
        assert await fetch(client, "/part.bin") == content[:part]


async def names(client):
    await client.rename("/part.bin", "/tree/renamed.bin")
    assert await client.exists("/tree/renamed.bin") and not await client.exists("/part.bin")
    await client.rename("/tree/deep", "/tree/moved")
    assert await client.is_file("/tree/moved/deeper/file.bin")
    await refused("550", client.rename("/none", "/some"))
    await refused("550", client.remove_file("/none"))
    await refused("550", client.remove_file("/tree"))
    await client.remove("/none")
    await client.remove("/single")
    await client.remove("/tree")
    await client.remove("/nested")
    assert [str(path) for path, info in await client.list("/") if info["type"] == "file"] == ["/big.bin"]


async def main():
    await access()
    async with connected() as client:
        await directories(client)
        await trees(client)
        await listings(client)
        await streams(client)
        await aborts(client)
        await throttled()
        await passive("epsv")
        if ":" not in host:
            await passive("pasv")
        await names(client)


asyncio.run(asyncio.wait_for(main(), 100))
print("done")
