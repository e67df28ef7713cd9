"""The clients that aioftp's scripts work with: of plain text, of TLS at once (tls) and of TLS after AUTH (explicit)."""
import asyncio
import functools
import ssl

import aioftp

context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE


class Explicit(aioftp.Client):
    """aioftp 0.21 has no AUTH; newer ones do it like this."""

    async def connect(self, host, port):
        info = await super().connect(host, port)
        await self.command("AUTH TLS", "234")
        await self.stream.writer.start_tls(context)
        return info

    async def login(self, *credentials):
        info = await super().login(*credentials)
        await self.command("PBSZ 0", "200")
        await self.command("PROT P", "200")
        self._open_connection = functools.partial(asyncio.open_connection, ssl=context)
        return info


def client_of(security):
    """A function that makes clients, for the last argument of a script: [], ["tls"] or ["explicit"]."""
    if security == ["explicit"]:
        return Explicit
    return functools.partial(aioftp.Client, ssl=context if security == ["tls"] else None)


def connected(security, *target, **options):
    """As Client.context."""
    if security == ["explicit"]:
        return Explicit.context(*target, **options)
    return aioftp.Client.context(*target, ssl=context if security == ["tls"] else None, **options)
