using System.Text;
using Akka.TestKit;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Tests.Sessions;

public sealed class ControlChannelSpecs : ActorSpecBase
{
    private const int Big = 4 * 1024 * 1024;
    private readonly TestProbe _session;

    public ControlChannelSpecs() => _session = CreateTestProbe("session");

    [Fact]
    public async Task ControlChannel_should_tell_every_line_in_its_order()
    {
        using var client = await Open();

        await client.Control.Send("USER demo", "", "noop");

        Assert.Equal(new FtpCommand("USER", "demo"), await NextCommand());
        Assert.Equal(new FtpCommand("", ""), await NextCommand());
        Assert.Equal(new FtpCommand("NOOP", ""), await NextCommand());
    }

    [Fact]
    public async Task ControlChannel_should_put_lines_together_that_come_in_pieces()
    {
        using var client = await Open();

        await client.Control.Send("NO"u8.ToArray());
        await client.Control.Send("OP\r"u8.ToArray());
        await client.Control.Send("\nSYST\r\n"u8.ToArray());

        Assert.Equal("NOOP", (await NextCommand())?.Verb);
        Assert.Equal("SYST", (await NextCommand())?.Verb);
    }

    [Fact]
    public async Task ControlChannel_should_tell_what_is_wrong_with_a_line()
    {
        using var client = await Open(new LimitOptions { MaxCommandLine = 512 });

        await client.Control.Send(Encoding.ASCII.GetBytes(new string('x', 3000) + "\r\nNO\0OP\r\n"));

        Assert.Equal(new LineReceived(null, LineFault.TooLong), await _session.ExpectMsgAsync<LineReceived>());
        Assert.Equal(new LineReceived(null, LineFault.ForbiddenByte), await _session.ExpectMsgAsync<LineReceived>());
    }

    [Fact]
    public async Task ControlChannel_should_take_an_urgent_Telnet_Synch_in_its_place()
    {
        using var client = await Open();

        await client.Control.Send([255, 244]);
        client.Control.SendUrgent([255]);
        await client.Control.Send([242, .. "ABOR\r\n"u8]);

        Assert.Equal("ABOR", (await NextCommand())?.Verb);
    }

    [Fact]
    public async Task ControlChannel_should_keep_an_urgent_byte_that_is_part_of_a_command()
    {
        using var client = await Open();

        await client.Control.Send("NO"u8.ToArray());
        client.Control.SendUrgent("O"u8.ToArray());
        await client.Control.Send("P\r\n"u8.ToArray());

        Assert.Equal("NOOP", (await NextCommand())?.Verb);
    }

    [Fact]
    public async Task ControlChannel_should_read_as_many_lines_ahead_as_it_may_and_one_more_for_each_given_back()
    {
        using var client = await Open(new LimitOptions { MaxHeldCommands = 2 });
        await client.Control.Send("A", "B", "C", "D");
        Assert.Equal("A", (await NextCommand())?.Verb);
        Assert.Equal("B", (await NextCommand())?.Verb);
        await _session.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        client.Channel.Consumed(new LineReceived(null, LineFault.None));

        Assert.Equal("C", (await NextCommand())?.Verb);
        await _session.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task ControlChannel_should_read_fewer_lines_ahead_when_they_are_long()
    {
        using var client = await Open(new LimitOptions { MaxHeldCommands = 4 });
        var (half, huge) = (new string('x', 1000), new string('y', 4000));
        await client.Control.Send("A " + half, "B " + half, "C", huge, "D");
        var first = await _session.ExpectMsgAsync<LineReceived>();
        var second = await _session.ExpectMsgAsync<LineReceived>();
        await _session.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        client.Channel.Consumed(first);
        var third = await _session.ExpectMsgAsync<LineReceived>();
        await _session.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        client.Channel.Consumed(second);
        client.Channel.Consumed(third);

        var all = await _session.ExpectMsgAsync<LineReceived>();
        Assert.Equal(huge.ToUpperInvariant(), all.Command?.Verb);
        await _session.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));
        client.Channel.Consumed(all);
        Assert.Equal("D", (await NextCommand())?.Verb);
    }

    [Fact]
    public async Task ControlChannel_should_tell_an_orderly_close_after_the_lines_before_it()
    {
        using var client = await Open();

        await client.Control.Send("NOOP");
        client.Control.HalfClose();

        Assert.Equal("NOOP", (await NextCommand())?.Verb);
        Assert.Equal(new PeerClosed(IsLost: false), await _session.ExpectMsgAsync<PeerClosed>());
    }

    [Fact]
    public async Task ControlChannel_should_tell_a_broken_connection()
    {
        using var client = await Open();

        client.Control.Reset();

        Assert.Equal(new PeerClosed(IsLost: true), await _session.ExpectMsgAsync<PeerClosed>());
    }

    [Fact]
    public async Task ControlChannel_should_write_a_reply_whole()
    {
        using var client = await Open();

        Assert.True(client.Channel.Write(FtpReply.MultiLine(211, "First", ["between"], "Last")));

        var reply = await client.Control.Reply();
        Assert.Equal((211, "Last"), (reply.Code, reply.Text));
        Assert.Equal<string>(["First", "between"], reply.Lines);
    }

    [Fact]
    public async Task ControlChannel_should_return_false_from_Write_while_the_client_takes_nothing_and_tell_when_it_has_taken_all()
    {
        using var client = await Open(kernelBuffer: 4096);

        Assert.False(client.Channel.Write(new FtpReply(200, new string('x', Big))));
        Assert.False(client.Channel.Write(new FtpReply(201, "Next.")));
        Assert.False(_session.HasMessages);

        await client.Control.Expect(200, 201);
        await _session.ExpectMsgAsync<Flushed>();
        Assert.True(client.Channel.Write(new FtpReply(202, "Again.")));
        await client.Control.Expect(202);
    }

    [Fact]
    public async Task ControlChannel_should_tell_a_loss_when_the_client_goes_that_took_no_replies()
    {
        using var client = await Open(kernelBuffer: 4096);
        client.Channel.Write(new FtpReply(200, new string('x', Big)));

        client.Control.Reset();

        // Either of reading and writing may be the one that hears of the loss; the other sees the end of the stream.
        await _session.FishForMessageAsync(message => message is PeerClosed { IsLost: true });
    }

    [Fact]
    public async Task ControlChannel_should_take_replies_for_a_client_that_is_gone()
    {
        using var client = await Open();
        client.Control.Reset();
        await _session.ExpectMsgAsync<PeerClosed>();

        Assert.True(client.Channel.Write(new FtpReply(200, "Nobody reads this.")));
    }

    [Fact]
    public async Task Close_should_deliver_the_last_reply_although_input_is_pending()
    {
        using var client = await Open(new LimitOptions { MaxHeldCommands = 1 });
        await client.Control.Send([.. Enumerable.Repeat("NOOP", 2000)]);
        await NextCommand();

        client.Channel.Write(new FtpReply(221, "Bye."));
        client.Channel.Close();

        await client.Control.Expect(221);
        await client.Control.ExpectEnd();
    }

    [Fact]
    public async Task Close_and_Dispose_should_have_no_effect_the_second_time()
    {
        using var client = await Open();
        client.Channel.Close();

        client.Channel.Close();
        client.Channel.Dispose();

        await client.Control.ExpectEnd();
    }

    [Fact]
    public async Task ControlChannel_should_send_replies_without_delay()
    {
        var (client, server) = await ControlClient.Pair(0);
        using var channel = new ControlChannel(new SocketControlTransport(server), new LimitOptions());

        Assert.True(server.NoDelay);
        client.Dispose();
    }

    private async Task<OpenChannel> Open(LimitOptions? limits = null, int kernelBuffer = 0)
    {
        var (client, server) = await ControlClient.Pair(kernelBuffer);
        var channel = new ControlChannel(new SocketControlTransport(server), limits ?? new LimitOptions());
        channel.Start(_session);
        return new OpenChannel(client, channel);
    }

    private async Task<FtpCommand?> NextCommand() => (await _session.ExpectMsgAsync<LineReceived>()).Command;

    private sealed record OpenChannel(ControlClient Control, ControlChannel Channel) : IDisposable
    {
        public void Dispose()
        {
            Control.Dispose();
            Channel.Dispose();
        }
    }
}
