using System.Net;
using Akka.Actor;
using FtpActors.Core.Transport;
using FtpActors.Core.Wire;
using FtpActors.Server.Dispatching;
using FtpActors.Server.Sessions;
using static FtpActors.Server.Sessions.SessionProtocol;

namespace FtpActors.Server.Tests.Sessions;

/// <summary>A client that sends the next command the moment it is answered, beside others on the same thread.</summary>
public sealed class ControlChannelRowSpecs : Akka.TestKit.Xunit2.TestKit
{
    private const int Most = 8;

    private readonly EagerTransport _transport = new();

    public ControlChannelRowSpecs()
    {
        TurnDispatcher.Register(Sys);
        var channel = new ControlChannel(_transport, new LimitOptions());
        var session = Sys.ActorOf(Props.Create(() => new Answering(channel)).WithDispatcher(TurnDispatcher.Id));
        session.Tell(new Identify(1), TestActor);
        ExpectMsg<ActorIdentity>();
        channel.Start(session);
    }

    [Fact]
    public async Task ControlChannel_should_let_the_thread_go_after_a_few_commands_of_a_client_that_answers_at_once()
    {
        await Task.Run(_transport.Say);

        Assert.Equal(Most, _transport.Answered);
    }

    [Fact]
    public async Task ControlChannel_should_hear_that_client_again()
    {
        await Task.Run(_transport.Say);
        await Task.Run(_transport.Say);

        Assert.Equal(2 * Most, _transport.Answered);
    }

    private sealed class Answering(ControlChannel channel) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is LineReceived line)
            {
                channel.Consumed(line);
                channel.Write(new FtpReply(200, "Done."));
            }
        }
    }

    /// <summary>Has a command to read whenever it was answered since the last one, unless it is waited for already.</summary>
    private sealed class EagerTransport : IControlTransport
    {
        private TaskCompletionSource<int>? _waiting;
        private Memory<byte> _buffer;
        private bool _hasCommand;

        public IPEndPoint Local { get; } = new(IPAddress.Loopback, 21);

        public IPEndPoint Remote { get; } = new(IPAddress.Loopback, 50000);

        public int Available => 0;

        public int Answered { get; private set; }

        /// <summary>Brings a command to whoever waits for it, on this thread.</summary>
        public void Say()
        {
            var waiting = _waiting!;
            _waiting = null;
            waiting.SetResult(Put());
        }

        public Stream? Open(bool needsStream) => null;

        public void Probe(TimeSpan silence, TimeSpan interval, int count)
        {
        }

        public ValueTask<int> Receive(Memory<byte> buffer)
        {
            _buffer = buffer;
            if (_hasCommand)
                return new ValueTask<int>(Put());
            _waiting = new TaskCompletionSource<int>();
            return new ValueTask<int>(_waiting.Task);
        }

        public ValueTask<bool> AwaitData(CancellationToken cancel) => new(true);

        public int SendNow(ReadOnlySpan<byte> bytes)
        {
            Answered++;
            _hasCommand = _waiting is null;
            return bytes.Length;
        }

        public ValueTask<int> Send(ReadOnlyMemory<byte> bytes) => new(SendNow(bytes.Span));

        public void Finish()
        {
        }

        public void Reset()
        {
        }

        public void Dispose()
        {
        }

        private int Put()
        {
            _hasCommand = false;
            "NOOP\r\n"u8.CopyTo(_buffer.Span);
            return 6;
        }
    }
}
